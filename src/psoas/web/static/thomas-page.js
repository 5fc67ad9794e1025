// Reading the thigh's angle from photos: choose, tap, refine, three times. No photo leaves here.
import * as thigh from "./thigh.js";

const data = JSON.parse(document.getElementById("measure-data").textContent);
const box = document.getElementById("thomas");
const file = document.getElementById("photo-file");
const canvas = document.getElementById("photo-canvas");
const loupe = document.getElementById("photo-loupe");
const work = box.querySelector(".photo-work");
const useLevel = document.getElementById("use-level");
const pointsField = document.getElementById("points");
const show = Object.fromEntries([...box.querySelectorAll("[data-show]")].map((n) => [n.dataset.show, n]));
const POINTS = ["trochanter", "knee", "level-1", "level-2"];
const ASK = {
  trochanter: "Tap the outer hip bone, where the thigh turns. Then move it with the arrows.",
  knee: "Tap the outer side of the knee.",
  "level-1": "Tap the table's edge, near one side of the photo.",
  "level-2": "Tap the table's edge, near the other side.",
};
const LOUPE_TIMES = 4;

const photos = Array.from({ length: data.photos }, () => null);
let n = 0;
let active = "trochanter";
let dragging = false;

const photo = () => photos[n];
const wanted = (p) => (p.useLevel ? POINTS : POINTS.slice(0, 2));
const isWhole = (p) => p && wanted(p).every((id) => p.points[id]);
const scale = (p) => p.bitmap.width / Math.max(1, canvas.clientWidth);
const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const asPhoto = (p) => ({
  trochanter: p.points.trochanter,
  knee: p.points.knee,
  level: p.useLevel ? [p.points["level-1"], p.points["level-2"]] : null,
  scale: p.scale,
});

function stroke(context, from, to, width, dash = []) {
  context.setLineDash(dash);
  for (const [color, extra] of [["#ffffff", width * 0.9], [ink("--lane"), 0]]) {
    context.strokeStyle = color;
    context.lineWidth = width + extra;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
  context.setLineDash([]);
}

function mark(context, at, r, chosen) {
  for (const [color, width] of [["#ffffff", r * 0.6], [chosen ? ink("--lane") : ink("--blue"), r * 0.28]]) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.arc(at.x, at.y, r, 0, 2 * Math.PI);
    context.stroke();
  }
}

function drawLoupe(p) {
  const at = p.points[active];
  const context = loupe.getContext("2d");
  loupe.hidden = !at;
  if (!at) return;
  const size = (loupe.width / LOUPE_TIMES) * scale(p);
  context.fillStyle = "#000";
  context.fillRect(0, 0, loupe.width, loupe.height);
  context.drawImage(p.bitmap, at.x - size / 2, at.y - size / 2, size, size, 0, 0, loupe.width, loupe.height);
  const mid = loupe.width / 2;
  stroke(context, { x: mid, y: mid - 26 }, { x: mid, y: mid - 5 }, 1.5);
  stroke(context, { x: mid, y: mid + 5 }, { x: mid, y: mid + 26 }, 1.5);
  stroke(context, { x: mid - 26, y: mid }, { x: mid - 5, y: mid }, 1.5);
  stroke(context, { x: mid + 5, y: mid }, { x: mid + 26, y: mid }, 1.5);
  loupe.dataset.corner = at.x > p.bitmap.width / 2 ? "left" : "right";
}

function draw() {
  const p = photo();
  work.hidden = !p;
  for (const button of box.querySelectorAll("[data-photo]")) {
    const i = Number(button.dataset.photo);
    button.toggleAttribute("aria-current", i === n);
    if (i === n) button.setAttribute("aria-current", "true");
    box.querySelector(`[data-angle="${i}"]`).textContent = isWhole(photos[i])
      ? thigh.said(thigh.aboveLevelDeg(asPhoto(photos[i]))) : "–";
  }
  show.drop.textContent = p ? `Take or choose photo ${n + 1} again` : `Take or choose photo ${n + 1}`;
  if (p) drawPhoto(p);
  tell();
}

function drawPhoto(p) {
  canvas.width = p.bitmap.width;
  canvas.height = p.bitmap.height;
  const context = canvas.getContext("2d");
  context.drawImage(p.bitmap, 0, 0);
  const px = scale(p);
  const { trochanter, knee } = p.points;
  if (trochanter && knee) stroke(context, trochanter, knee, 2.5 * px);
  if (p.useLevel && p.points["level-1"] && p.points["level-2"]) {
    stroke(context, p.points["level-1"], p.points["level-2"], 1.5 * px, [8 * px, 6 * px]);
  }
  for (const id of wanted(p)) if (p.points[id]) mark(context, p.points[id], 7 * px, id === active);
  drawLoupe(p);
  useLevel.checked = p.useLevel;
  for (const radio of box.querySelectorAll('[name="point"]')) {
    radio.checked = radio.value === active;
    radio.closest("label").hidden = !wanted(p).includes(radio.value);
  }
}

function tell() {
  const p = photo();
  if (p) {
    p.scale = scale(p);
    show.say.textContent = p.points[active] && isWhole(p)
      ? `Photo ${n + 1}: ${thigh.said(thigh.aboveLevelDeg(asPhoto(p)))}, taps within ${thigh.errorDeg(asPhoto(p), data.tap_px, data.roll_deg).toFixed(1)}°.`
      : ASK[active];
  }
  const whole = photos.filter(isWhole);
  const done = whole.length === photos.length;
  pointsField.value = done ? whole.map((each) => thigh.asText(asPhoto(each))).join("\n") : "";
  if (!done) {
    show.result.textContent = whole.length ? `${whole.length} of ${photos.length} photos read.` : "";
    return;
  }
  const all = thigh.together(whole.map(asPhoto), data.tap_px, data.roll_deg);
  const apart = all.spread > data.spread_deg;
  show.result.textContent = `Mean ${thigh.said(all.mean)}, taps within ${all.error.toFixed(1)}°. The three differ by ${all.spread.toFixed(1)}°.`
    + (apart ? ` More than ${data.spread_deg}° means that something moved: this will not be scored.` : "");
}

function choose(id) { active = id; draw(); }

function place(at) {
  const p = photo();
  p.points[active] = {
    x: Math.min(Math.max(0, at.x), p.bitmap.width),
    y: Math.min(Math.max(0, at.y), p.bitmap.height),
  };
  draw();
}

function fromEvent(event) {
  const frame = canvas.getBoundingClientRect();
  const px = photo().bitmap.width / frame.width;
  return { x: (event.clientX - frame.left) * px, y: (event.clientY - frame.top) * px };
}

function nudge(dx, dy) {
  const p = photo();
  const at = p.points[active] ?? { x: p.bitmap.width / 2, y: p.bitmap.height / 2 };
  place({ x: at.x + dx, y: at.y + dy });
}

async function take(chosen) {
  try {
    const bitmap = await createImageBitmap(chosen, { imageOrientation: "from-image" });
    photos[n] = { bitmap, points: {}, useLevel: useLevel.checked, scale: 1 };
    choose("trochanter");
    canvas.scrollIntoView({ block: "nearest" });
  } catch {
    show.say.textContent = "";
    show.result.textContent = "This file is not a photo that the browser can show.";
  }
}

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

box.hidden = false;
file.removeAttribute("name");
file.addEventListener("change", () => { if (file.files[0]) take(file.files[0]); });
for (const button of box.querySelectorAll("[data-photo]")) {
  button.addEventListener("click", () => { n = Number(button.dataset.photo); file.value = ""; choose("trochanter"); });
}
for (const radio of box.querySelectorAll('[name="point"]')) radio.addEventListener("change", () => choose(radio.value));
for (const button of box.querySelectorAll("[data-nudge]")) {
  button.addEventListener("click", () => nudge(...button.dataset.nudge.split(",").map(Number)));
}
useLevel.addEventListener("change", () => {
  photo().useLevel = useLevel.checked;
  if (!wanted(photo()).includes(active)) active = "trochanter";
  draw();
});
canvas.addEventListener("keydown", (event) => {
  const way = KEYS[event.key];
  if (!way) return;
  event.preventDefault();
  const by = event.shiftKey ? 10 : 1;
  nudge(way[0] * by, way[1] * by);
});
canvas.addEventListener("pointerdown", (event) => {
  dragging = true;
  canvas.setPointerCapture(event.pointerId);
  place(fromEvent(event));
});
canvas.addEventListener("pointermove", (event) => { if (dragging) place(fromEvent(event)); });
canvas.addEventListener("pointerup", () => {
  dragging = false;
  const next = wanted(photo()).find((id) => !photo().points[id]);
  if (next) choose(next);
});
canvas.addEventListener("pointercancel", () => { dragging = false; });
new ResizeObserver(() => { if (photo()) draw(); }).observe(box);
