// How far an import is, asked each second. Without it the page loads itself again.
const EACH_MS = 1000;
const LOST_AFTER = 5;
const section = document.getElementById("import");
const bar = section.querySelector("progress");
const aloud = document.getElementById("import-aloud");
const lost = document.getElementById("import-lost");
let failures = 0;
let quarter = 0;

function show(told) {
  if (bar) bar.value = told.done_ratio;
  for (const place of section.querySelectorAll("[data-said]")) place.textContent = told[place.dataset.said];
  const now = Math.floor(4 * told.done_ratio);
  if (now > quarter) aloud.textContent = `${told.share} done. ${told.left}`;
  quarter = Math.max(now, quarter);
}

async function ask() {
  const answer = await fetch(section.dataset.state, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const told = await answer.json();
  const changed = told.ended || told.state !== section.dataset.is;
  if (changed) location.reload();
  else show(told);
  return changed;
}

async function follow() {
  try {
    if (await ask()) return;
    failures = 0;
  } catch {
    failures += 1;
  }
  lost.hidden = failures < LOST_AFTER;
  setTimeout(follow, EACH_MS);
}

follow();
