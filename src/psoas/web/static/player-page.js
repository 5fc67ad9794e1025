// The session player on the page: shows the state, sounds the cues, keeps the place.
import * as time from "./player.js";
import * as records from "./player-record.js";
import * as keeper from "./player-keep.js";
import * as ask from "./player-ask.js";
import { panel, refill, summary } from "./player-log.js";
import { awake, quiet, say, sound, speaking, stayAwake } from "./player-senses.js";
import { admit, isOver } from "./player-gate.js";
import { dropPages } from "./player-store.js";

const data = JSON.parse(document.getElementById("session-data").textContent);
const { session, pain } = data;
const player = document.getElementById("player");
const finish = document.getElementById("finish");
const body = document.body;
const place = `psoas.player.${session}`;
const show = Object.fromEntries(
  [...player.querySelectorAll("[data-show]")].map((node) => [node.dataset.show, node]),
);
const KINDS = { ready: "Get ready", work: "Go", rest: "Rest" };
/** Timers that were asleep for longer say that the phone was: the time stands still then. */
const ASLEEP_MS = 90_000;

let steps = data.steps;
let phase = "before";
let state = time.first();
let lastNow = Date.now();
let howFor = null;
let drawnFor = null;
let logged = null;

const before = () => player.querySelector('[name="before-score"]:checked')?.value ?? "";
const numberOf = (value) => (value === "" ? null : Number(value));

const keepPlace = () => {
  const kept = { of: time.sign(data.steps), steps, phase, state, before: before(), id: keeper.record().record };
  try { localStorage.setItem(place, JSON.stringify(kept)); } catch { /* a browser that keeps nothing still plays */ }
};
const forgetPlace = () => { try { localStorage.removeItem(place); } catch { /* as above */ } };

function setPhase(next) {
  phase = next;
  player.dataset.phase = next;
  for (const each of ["playing", "after", "closed", "gate"]) body.classList.toggle(`${each}-now`, next === each);
  stayAwake(next === "playing").then(() => put("awake", awake()));
  if (next === "playing") toKeys();
  if (next === "after") toFinish();
}

// The name and the time of the exercise are on top, however far down Start was; the keyboard is at Pause.
function toKeys() {
  scrollTo(0, 0);
  player.querySelector('[data-do="toggle"]').focus({ preventScroll: true });
}

function toFinish() {
  const share = time.share(steps, state.done);
  finish.querySelector('[name="share"]').value = share.toFixed(3);
  const worst = records.worst(keeper.record());
  for (const [name, value] of [["before", before()], ["during", worst ?? ""]]) {
    const picked = finish.querySelector(`[name="${name}"][value="${value}"]`);
    if (picked) picked.checked = true;
  }
  document.getElementById("sets").replaceChildren(...summary(keeper.record(), steps, (step, said) => {
    keeper.keep(records.withSet(keeper.record(), step, Date.now(), said));
    return keeper.record();
  }));
  document.getElementById("go-on").hidden = time.ended(steps, state) || records.verdict(worst, pain) === "stop";
  document.getElementById("finish-title").textContent =
    time.ended(steps, state) ? "Well done. How was it?" : "How was it so far?";
  document.getElementById("finish-title").focus();
}

function close(title, words, link = ["/", "Today"]) {
  ask.close();
  put("closed-title", title);
  put("closed", words);
  show["closed-link"].setAttribute("href", link[0]);
  put("closed-link", link[1]);
  setPhase("closed");
  show["closed-title"].focus();
}

function put(name, text) {
  if (show[name].textContent !== text) show[name].textContent = text;
}

const ofExercise = (id, what) => [...document.querySelectorAll(`#exercise-${CSS.escape(id || "none")} ${what}`)];

function putHow(step) {
  const key = step.kind === "rest" ? "" : step.exercise;
  if (howFor === key) return;
  howFor = key;
  show.how.replaceChildren(...ofExercise(key, ".steps > li").map((line) => line.cloneNode(true)));
}

function putDrawing(step) {
  const key = step.kind === "rest" ? "" : `${step.exercise} ${step.side}`;
  if (drawnFor === key) return;
  drawnFor = key;
  const right = ofExercise(step.exercise, ".drawn").find((each) => each.dataset.side === step.side);
  const copy = key && right ? [right.cloneNode(true)] : [];
  for (const each of copy) each.hidden = false;
  show.drawing.replaceChildren(...copy);
}

// The set that is over, while there is time to say how it was.
function putLog() {
  const step = steps[state.index];
  const open = logged !== null && step?.kind !== "work";
  show.log.hidden = !open;
  player.toggleAttribute("data-logging", open);
  if (open) refill(show.log, panel(keeper.record(), logged, sayOfSet));
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
  put("kind", step.switch && step.kind === "ready" ? "Switch side" : KINDS[step.kind]);
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

const spoken = (step) =>
  step.kind === "rest" ? "Rest" : step.kind === "work" ? "Go"
    : `${step.switch ? "Switch side. " : ""}${step.title}. ${step.side}. ${step.say}`;

// A set that was done to its end is written down at once, with nothing made up.
function writeDown(was, next, now) {
  const over = next.done.filter((i) => !was.done.includes(i) && steps[i].logs);
  if (!over.length) return;
  let record = keeper.record();
  for (const i of over) record = records.withSet(record, steps[i], now);
  logged = steps[over.at(-1)];
  keeper.keep(time.ended(steps, next) ? records.finished(record, time.share(steps, next.done), now) : record);
}

function step(next, now) {
  const was = state;
  const heard = time.cue(steps, was, next, lastNow, now);
  const changed = next.index !== was.index || next.running !== was.running;
  writeDown(was, next, now);
  state = next;
  lastNow = now;
  if (heard) sound(heard === "ready" && steps[state.index].switch ? "switch" : heard);
  if (next.index !== was.index && !time.ended(steps, state)) say(spoken(steps[state.index]));
  if (next.index !== was.index) putLog();
  if (phase === "playing" && time.ended(steps, state)) setPhase("after");
  if (changed) keepPlace();
  draw(now);
}

const go = (index, counts, now) => step(time.moved(steps, state, index, now, { counts }), now);
const pause = (now) => step(time.paused(state, now), now);
const resume = () => step(time.resumed(state, Date.now()), Date.now());

// Other steps from here on: fewer of them, or those of another exercise.
function replan(next, index, now) {
  steps = next;
  const done = state.done.filter((i) => i < index);
  logged = null;
  step({ ...state, index, done, spentMs: 0, startedAt: state.running ? now : null }, now);
  putLog();
  resume();
  keepPlace();
}

function end(now = Date.now()) {
  pause(now);
  setPhase("after");
  keepPlace();
}

function stopForPain() {
  const now = Date.now();
  dropPages(); // no exercise is shown again before psoas was asked
  pause(now);
  keeper.keep(records.finished(keeper.record(), time.share(steps, state.done), now));
  const stopped = document.getElementById("stopped");
  stopped.textContent = pain.stop;
  stopped.hidden = false;
  end(now);
}

function lessOf(set, now) {
  const here = steps[state.index];
  const fewer = records.oneSetLess(steps, state.index, set.exercise);
  const swaps = data.swaps[set.instead_of || set.exercise] ?? [];
  const same = here.exercise === set.exercise;
  pause(now);
  ask.askLess(pain, ofExercise(set.exercise, ".stop").map((each) => each.textContent.replace("Stop if: ", "")).join("; "),
    { less: same && fewer.length < steps.length, swap: same && swaps.length > 0 },
    { less: () => replan(fewer, state.index, Date.now()), swap: askSwap, on: resume, end });
}

function sayOfSet(said, about = logged) {
  const now = Date.now();
  keeper.keep(records.withSet(keeper.record(), about, now, said));
  putLog();
  const asks = records.verdict(said.pain_nrs ?? null, pain);
  if (asks === "stop") stopForPain();
  if (asks === "less") lessOf(about, now);
}

function askSwap() {
  const here = steps[state.index];
  const inUse = new Set(steps.map((each) => each.exercise));
  const swaps = (data.swaps[here.instead_of || here.exercise] ?? []).filter((each) => !inUse.has(each.exercise));
  pause(Date.now());
  ask.askSwap(here.title, swaps, (swap) => {
    const next = records.swapped(steps, state.index, swap);
    replan(next.steps, next.index, Date.now());
  }, resume);
}

function askHurts(now) {
  const about = steps[state.index].kind === "work" || !logged ? steps[state.index] : logged;
  pause(now);
  const picked = records.setOf(keeper.record(), about)?.pain_nrs ?? null;
  ask.askPain("How sore is it?", picked, (pain_nrs) => {
    sayOfSet({ pain_nrs }, about);
    if (records.verdict(pain_nrs, pain) === "on") resume();
  }, resume);
}

function start(now) {
  if (isOver(data)) { location.reload(); return; } // asked again: what is new since then?
  const score = numberOf(before());
  const asks = records.verdict(score, pain);
  const record = { ...keeper.record(), before_nrs: score };
  if (asks === "stop") {
    keeper.keep(record, { ended: true });
    dropPages();
    close("No session now", pain.before, ["/check", "The check"]);
    return;
  }
  if (asks === "less" && !data.less_already) steps = records.oneSetLess(steps, 0);
  keeper.keep(record);
  setPhase("playing");
  step(time.resumed(state, now), now);
  sound("ready");
  say(spoken(steps[0]));
}

const DO = {
  start,
  toggle: (now) => step(state.running ? time.paused(state, now) : time.resumed(state, now), now),
  next: (now) => go(state.index + 1, true, now),
  back: (now) => go(time.backTo(state, now), false, now),
  skip: (now) => go(time.nextExercise(steps, state.index), false, now),
  swap: askSwap,
  hurts: askHurts,
  stop: end,
  mute: () => {
    const is = quiet(!player.hasAttribute("data-muted"));
    player.toggleAttribute("data-muted", is);
    player.querySelector('[data-do="mute"]').setAttribute("aria-pressed", String(is));
  },
  speak: () => putVoice(speaking(!speaking())),
};

function putVoice(is) {
  put("voice", is ? "on" : "off");
  player.querySelector('[data-do="speak"]').setAttribute("aria-pressed", String(is));
}

async function takeUp() {
  const kept = time.restored(steps, localStorage.getItem(place));
  if (!kept || kept.phase === "before" || !kept.id) return false;
  steps = kept.steps;
  await keeper.takeUp(session, kept.id);
  state = time.paused({ ...kept.state, running: false, startedAt: null }, Date.now());
  logged = steps.slice(0, state.index).findLast((each, i) => each.logs && state.done.includes(i)) ?? null;
  const picked = player.querySelector(`[name="before-score"][value="${kept.before}"]`);
  if (picked) picked.checked = true;
  setPhase(time.ended(steps, state) ? "after" : kept.phase);
  draw(Date.now());
  putLog();
  return true;
}

async function sendFinished(event) {
  event.preventDefault();
  const form = new FormData(finish);
  const score = (name) => numberOf(form.get(name) ?? "");
  const record = { ...keeper.record(), before_nrs: score("before"), during_nrs: score("during"), after_nrs: score("after") };
  keeper.keep(records.finished(record, Number(form.get("share")), Date.now()), { ended: true });
  const went = await keeper.sentNow();
  if (went === "refused") return;
  forgetPlace();
  if (went === "sent") location.assign("/?kept=session");
  else close("Session done", "It is kept on this phone and goes into the logbook when psoas can be reached.");
}

function putChange() {
  const form = new FormData(finish);
  const [was, is] = [form.get("before"), form.get("after")];
  document.getElementById("change").textContent = was && is ? `Before: ${was}. Now: ${is}. One session tells little; the next morning tells more.` : "";
}

async function open() {
  body.classList.add("has-player");
  player.hidden = false;
  player.toggleAttribute("data-muted", quiet());
  speaking(null, (there) => { player.querySelector('[data-do="speak"]').hidden = !there; putVoice(speaking()); });
  keeper.begin(session);
  const resumed = await takeUp().catch(() => false);
  player.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-do]")?.dataset.do;
    if (wish) DO[wish](Date.now());
  });
  player.querySelector(".player-before").addEventListener("change", () => {
    const asks = records.verdict(numberOf(before()), pain);
    put("before-rule", { stop: pain.before, less: data.less_already ? pain.rule : `${pain.rule} So: one set less of each exercise.`, on: "" }[asks]);
  });
  finish.addEventListener("submit", sendFinished);
  finish.addEventListener("change", putChange);
  document.getElementById("go-on").addEventListener("click", () => { setPhase("playing"); resume(); });
  keeper.start((result) => {  // the questions at the end show no exercise: they may be answered
    if (result.open === false) dropPages();
    if (result.open === false && phase === "playing") close("No exercise now", result.said, ["/check", "The check"]);
  });
  setInterval(() => {
    const now = Date.now();
    if (phase !== "playing") return;
    const slept = state.running && now - lastNow > ASLEEP_MS;
    if (slept) put("awake", "The phone was asleep, so the time stood still. Nothing was counted as done.");
    step(slept ? time.paused(state, lastNow) : time.ticked(steps, state, now), now);
  }, time.TICK_MS);
  addEventListener("pagehide", () => {
    if (phase === "playing") { state = time.paused(state, Date.now()); keepPlace(); }
  });
  await admit({ data, resumed, player, setPhase, close, keeper, note: (text) => put("offline-note", text) });
}

if (steps.length) open();
