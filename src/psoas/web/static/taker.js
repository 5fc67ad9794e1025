// The clock or counter of a test: get ready, go, stop; what came of it goes into the form.
import * as time from "./taker-time.js";
import { quiet, sound, stayAwake } from "./player-senses.js";

const data = JSON.parse(document.getElementById("measure-data").textContent);
const taker = document.getElementById("taker");
const form = document.getElementById("result-form");
const counts = data.kind === "count";
const holds = data.kind === "hold";
const readyMs = data.ready_s * 1000;
const beatMs = data.beat_s ? data.beat_s * 1000 : 0;
const show = Object.fromEntries(
  [...document.querySelectorAll("[data-show]")].map((node) => [node.dataset.show, node]),
);

let state = time.first();
let lastBeat = -1;
let lastLeft = -1;

const side = () => form.querySelector('[name="side"]:checked')?.value ?? "";
const put = (name, text) => {
  if (show[name] && show[name].textContent !== text) show[name].textContent = text;
};

function draw(now) {
  taker.dataset.phase = state.phase;
  taker.dataset.kind = state.phase === "work" ? "work" : "ready";
  document.body.classList.toggle("taking-now", ["ready", "work"].includes(state.phase));
  put("side", side());
  put("start-side", side());
  if (state.phase === "ready") {
    put("kind", "Get ready");
    put("timer", String(Math.max(1, Math.ceil((readyMs - time.passedMs(state, now)) / 1000))));
    put("amount", "");
    put("main", "Not yet: stop");
  } else if (state.phase === "work") {
    const s = time.passedMs(state, now) / 1000;
    put("kind", "Go");
    put("timer", counts ? String(state.count) : holds ? s.toFixed(1) : String(1 + time.beat(state, now, beatMs)));
    put("amount", counts ? `${Math.floor(s)} s` : holds ? "seconds" : "to the beat");
    put("main", counts ? "Count" : holds ? "Stop" : "Done");
  }
}

function heard(now) {
  if (state.phase === "ready") {
    const left = Math.ceil((readyMs - time.passedMs(state, now)) / 1000);
    if (left !== lastLeft && left <= 3) sound("tick");
    lastLeft = left;
  }
  const beat = time.beat(state, now, beatMs);
  if (beat > lastBeat && beat > 0) sound("beat");
  lastBeat = beat;
}

function begin() {
  const now = Date.now();
  state = time.started(now);
  lastBeat = -1;
  form.querySelector('input[name="outcome"]').value = "";
  stayAwake(true);
  sound("ready");
  put("said", `Get ready. ${side()}`);
  draw(now);
  scrollTo(0, 0);
  taker.querySelector('[data-do="main"]').focus({ preventScroll: true });
}

function finish({ hurts = false } = {}) {
  const worked = state.phase === "work";
  state = time.ended(state, Date.now());
  stayAwake(false);
  const value = document.getElementById("value");
  if (worked) {
    sound("end");
    const found = counts ? state.count : time.heldS(state.heldMs);
    if (value) value.value = String(found);
    put("said", hurts ? "Stopped by pain." : value ? `Stopped at ${found}.` : "Done.");
  } else {
    put("said", "Stopped before it began.");
    if (!hurts) { state = time.first(); draw(Date.now()); taker.querySelector('[data-do="start"]').focus(); return; }
  }
  state = { ...state, phase: "before" };
  draw(Date.now());
  if (hurts) form.querySelector('input[name="outcome"]').value = "stopped-by-pain";
  put("pain-ask", hurts ? "Stopped by pain. How strong was it?" : "Worst pain while you did it?");
  const to = document.getElementById(hurts || value ? "pain-scale" : "result-title");
  to.scrollIntoView({ block: "center" });
  to.tabIndex = -1; // the question and no answer: a second press of the key must not say "0"
  to.focus({ preventScroll: true });
}

const DO = {
  start: begin,
  main: () => {
    if (counts && state.phase === "work") {
      state = time.counted(state, 1);
      navigator.vibrate?.(20);
      draw(Date.now());
    } else finish();
  },
  less: () => { state = time.counted(state, -1); draw(Date.now()); },
  finish: () => finish(),
  hurts: () => finish({ hurts: true }),
  mute: () => {
    const is = quiet(!taker.hasAttribute("data-muted"));
    taker.toggleAttribute("data-muted", is);
    taker.querySelector('[data-do="mute"]').setAttribute("aria-pressed", String(is));
  },
};

for (const node of taker.querySelectorAll('[data-only="count"]')) node.hidden = !counts;
taker.hidden = false;
taker.toggleAttribute("data-muted", quiet());
taker.addEventListener("click", (event) => {
  const wish = event.target.closest("[data-do]")?.dataset.do;
  if (wish) DO[wish]();
});
form.addEventListener("change", () => draw(Date.now()));
draw(Date.now());
setInterval(() => {
  if (!["ready", "work"].includes(state.phase)) return;
  const now = Date.now();
  const next = time.ticked(state, now, readyMs);
  if (next.phase !== state.phase) {
    sound("work");
    put("said", "Go");
  }
  state = next;
  heard(now);
  draw(now);
}, time.TICK_MS);
