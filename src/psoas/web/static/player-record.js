// A session as it was done, as pure functions: plain data in, plain data out.
// What was not said is null, never the plan's figure.

// crypto.randomUUID is not there without https; this is.
export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

const iso = (ms) => new Date(ms).toISOString();

export const begun = (session, now, id = newId()) => ({
  record: id, session, begun_at: iso(now), finished_at: null, share_done_ratio: 0,
  before_nrs: null, during_nrs: null, after_nrs: null, felt: null, felt_at: null, sets: [],
});

// A set has one id however often it is written: its exercise, side and number.
export const setId = (step) => [step.exercise, step.leg || "none", step.set_number].join(".");

const blank = (step, now) => ({
  id: setId(step), exercise: step.exercise, instead_of: step.instead_of || null,
  side: step.leg || null, set_number: step.set_number,
  reps: null, hold_s: null, load_kg: null, in_reserve: null, pain_nrs: null, done_at: iso(now),
});

export const setOf = (record, step) => record.sets.find((each) => each.id === setId(step)) ?? null;

// Write down a set, or what is said of it later; what is not said stays as it was.
export const withSet = (record, step, now, said = {}) => {
  const was = setOf(record, step);
  const is = { ...(was ?? blank(step, now)), ...said };
  const sets = was ? record.sets.map((each) => (each.id === is.id ? is : each)) : [...record.sets, is];
  return { ...record, sets };
};

export const finished = (record, share, now) => ({
  ...record, share_done_ratio: Math.round(share * 1000) / 1000, finished_at: record.finished_at ?? iso(now),
});

export const answered = (record, felt, now) => ({ ...record, felt, felt_at: iso(now) });

export const worst = (record) => {
  const said = record.sets.map((each) => each.pain_nrs).filter((nrs) => nrs !== null);
  return said.length ? Math.max(...said) : null;
};

// What a pain score asks for, by the server's own limits: "on", "less" or "stop".
export const verdict = (nrs, pain) =>
  nrs === null ? "on" : nrs >= pain.stop_nrs ? "stop" : nrs >= pain.less_nrs ? "less" : "on";

// What is sent: the time here goes with it, so that a clock that is wrong can be put right.
export const posted = (record, now) => ({ ...record, sent_at: iso(now) });

export const setsBegun = (steps) => [...new Set(steps.filter((s) => s.logs).map(setId))].length;

// ── less, or something else ──────────────────────────────────────────────────────────

const lastSet = (step) => step.set_number === step.sets;

// One set less of an exercise (or of all of them), from a step on; at least one set stays.
export const oneSetLess = (steps, from, exercise = null) => {
  const less = (step) => step.sets > 1 && (exercise === null || step.exercise === exercise);
  const goes = (step, i) =>
    i >= from && less(step) &&
    (step.kind === "rest" ? step.set_number === step.sets - 1 : lastSet(step));
  return steps
    .filter((step, i) => !goes(step, i))
    .map((step, i) => (i >= from && less(step) ? { ...step, sets: step.sets - 1 } : step));
};

// The rest of an exercise gives way to another: as many sets as were left, or fewer.
export const swapped = (steps, index, swap) => {
  const here = steps[index];
  const isOld = (step) => step.exercise === here.exercise;
  let from = index;
  if (here.kind === "work") while (steps[from].kind !== "ready" && from > 0) from -= 1;
  let to = index;
  while (to < steps.length && isOld(steps[to])) to += 1;
  const left = here.sets - here.set_number + (here.kind === "rest" ? 0 : 1);
  const sets = Math.max(1, Math.min(left, Math.max(...swap.steps.map((step) => step.sets))));
  const kept = swap.steps
    .filter((step) => step.set_number <= sets && !(step.kind === "rest" && step.set_number === sets))
    .map((step) => ({ ...step, sets, instead_of: here.instead_of || here.exercise }));
  return { steps: [...steps.slice(0, from), ...kept, ...steps.slice(to)], index: from };
};
