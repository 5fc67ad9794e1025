// The session player on the page: shows the state, sounds the cues, keeps the place.
import * as time from "./player.js";
import { quiet, sound, stayAwake } from "./player-senses.js";

const { session, steps } = JSON.parse(document.getElementById("session-data").textContent);
const player = document.getElementById("player");
const finish = document.getElementById("finish");
const body = document.body;
const place = `psoas.player.${session}`;
const show = Object.fromEntries(
  [...player.querySelectorAll("[data-show]")].map((node) => [node.dataset.show, node]),
);
const KINDS = { ready: "Get ready", work: "Go", rest: "Rest" };

let phase = "before";
let state = time.first();
let lastNow = Date.now();
let howFor = null;
let drawnFor = null;

const keep = () => {
  try {
    localStorage.setItem(place, JSON.stringify({ n: steps.length, phase, state, before: before() }));
  } catch { /* a browser that keeps nothing still plays */ }
};
const forget = () => { try { localStorage.removeItem(place); } catch { /* as above */ } };

const before = () => player.querySelector('[name="before-score"]:checked')?.value ?? "";

function setPhase(next) {
  phase = next;
  player.dataset.phase = next;
  body.classList.toggle("playing-now", next === "playing");
  body.classList.toggle("after-now", next === "after");
  stayAwake(next === "playing");
  if (next === "after") toFinish();
}

function toFinish() {
  finish.querySelector('[name="share"]').value = time.share(steps, state.done).toFixed(3);
  const picked = finish.querySelector(`[name="before"][value="${before()}"]`);
  if (picked) picked.checked = true;
  document.getElementById("finish-title").textContent =
    state.index >= steps.length ? "Well done. How was it?" : "How was it so far?";
  document.getElementById("finish-title").focus();
}

function put(name, text) {
  if (show[name].textContent !== text) show[name].textContent = text;
}

function putHow(step) {
  const key = step.kind === "rest" ? "" : step.exercise;
  if (howFor === key) return;
  howFor = key;
  const lines = document.querySelectorAll(`#exercise-${CSS.escape(key || "none")} .steps > li`);
  show.how.replaceChildren(...[...lines].map((line) => line.cloneNode(true)));
}

function putDrawing(step) {
  const key = step.kind === "rest" ? "" : `${step.exercise} ${step.side}`;
  if (drawnFor === key) return;
  drawnFor = key;
  const drawn = [...document.querySelectorAll(`#exercise-${CSS.escape(step.exercise)} .drawn`)];
  const right = drawn.find((each) => each.dataset.side === step.side);
  const copy = key && right ? [right.cloneNode(true)] : [];
  for (const each of copy) each.hidden = false;
  show.drawing.replaceChildren(...copy);
}

function draw(now) {
  player.querySelector(".whole").value = state.index / steps.length;
  if (time.ended(steps, state)) return;
  const step = steps[state.index];
  const left = time.leftMs(steps, state, now);
  const coming = steps.slice(state.index + 1).find((each) => each.kind === "work");
  const rep = step.kind === "work" ? time.repetition(steps, state, now) : null;
  player.dataset.kind = step.kind;
  player.dataset.step = state.index;
  player.toggleAttribute("data-paused", !state.running);
  put("kind", step.switch ? "Switch side" : KINDS[step.kind]);
  put("title", step.title);
  put("side", step.side);
  put("timer", step.waits && left === 0 ? "Done?" : time.shown(left / 1000));
  put("amount", step.kind === "rest" ? "" : step.say);
  const set = step.sets > 1 ? `Set ${step.set_number} of ${step.sets}` : "";
  const hint = step.waits ? "press next when you are tired" : rep ? `rep ${rep}` : "";
  put("count", [set, hint].filter(Boolean).join(" · "));
  put("next", coming ? `Then: ${coming.title}${coming.side ? `, ${coming.side}` : ""}` : "Then: the end");
  putDrawing(step);
  putHow(step);
}

function step(next, now) {
  const heard = time.cue(steps, state, next, lastNow, now);
  const changed = next.index !== state.index || next.running !== state.running;
  state = next;
  lastNow = now;
  if (heard) sound(heard);
  if (phase === "playing" && time.ended(steps, state)) setPhase("after");
  if (changed) keep();
  draw(now);
}

const go = (index, counts, now) => step(time.moved(steps, state, index, now, { counts }), now);

const DO = {
  start: (now) => { setPhase("playing"); step(time.resumed(state, now), now); sound("ready"); },
  toggle: (now) => step(state.running ? time.paused(state, now) : time.resumed(state, now), now),
  next: (now) => go(state.index + 1, true, now),
  back: (now) => go(time.backTo(state, now), false, now),
  skip: (now) => go(time.nextExercise(steps, state.index), false, now),
  mute: () => {
    const is = quiet(!player.hasAttribute("data-muted"));
    player.toggleAttribute("data-muted", is);
    player.querySelector('[data-do="mute"]').setAttribute("aria-pressed", String(is));
  },
  stop: (now) => { step(time.paused(state, now), now); setPhase("after"); keep(); },
};

function takeUp() {
  const kept = time.restored(steps, localStorage.getItem(place));
  if (!kept || kept.phase === "before") return;
  state = time.paused({ ...kept.state, running: false, startedAt: null }, Date.now());
  const picked = player.querySelector(`[name="before-score"][value="${kept.before}"]`);
  if (picked) picked.checked = true;
  setPhase(time.ended(steps, state) ? "after" : kept.phase);
  draw(Date.now());
}

if (steps.length) {
  body.classList.add("has-player");
  player.hidden = false;
  player.toggleAttribute("data-muted", quiet());
  player.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-do]")?.dataset.do;
    if (wish) DO[wish](Date.now());
  });
  finish.addEventListener("submit", forget);
  try { takeUp(); } catch { /* nothing was kept */ }
  setInterval(() => {
    const now = Date.now();
    if (phase === "playing") step(time.ticked(steps, state, now), now);
  }, time.TICK_MS);
  addEventListener("pagehide", () => {
    if (phase === "playing") { state = time.paused(state, Date.now()); keep(); }
  });
}
