// Without a connection: what is on this phone, and what waits to be sent.
import * as store from "./player-store.js";
import { fileOf, sendWaiting } from "./player-send.js";
import { button, line } from "./player-log.js";

const sessions = document.getElementById("on-phone");
const waiting = document.getElementById("waiting");

async function pages() {
  if (!("caches" in window)) return [];
  const kept = await caches.open(store.PAGES);
  const found = [];
  for (const request of await kept.keys()) {
    const page = await kept.match(request);
    if (Date.parse(page.headers.get(store.UNTIL)) > Date.now()) {
      const inside = new DOMParser().parseFromString(await page.text(), "text/html");
      found.push([new URL(request.url).pathname, inside.querySelector("h1").textContent]);
    } else await kept.delete(request);
  }
  return found;
}

function linkTo([path, title]) {
  const made = document.createElement("a");
  made.className = "button big";
  made.href = path;
  made.textContent = title;
  return made;
}

async function show() {
  const found = await pages();
  sessions.replaceChildren(...(found.length ? found.map(linkTo) : [line("No session of today is on this phone. Open one while psoas can be reached.")]));
  const dirty = (await store.all()).filter((entry) => entry.dirty);
  if (!dirty.length) waiting.replaceChildren(line("Nothing waits to be sent."));
  else waiting.replaceChildren(...dirty.flatMap((entry) => [
    line(`${entry.session}: ${entry.record.sets.length} sets, ${entry.refused ? `not taken: ${entry.refused.what}` : "kept on this phone, will be sent"}`),
    button("Save it as a file", { className: "button ghost", wish: () => fileOf(entry) }),
  ]));
}

await sendWaiting();
await show();
