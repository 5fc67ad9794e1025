// The session player's time, as pure functions: a state and a moment in, a state out.
// A state is plain data, so it can be kept and taken up again after a reload.
//
// { index, startedAt, spentMs, running, done } : at step `index` since `startedAt`
// (ms since 1970), with `spentMs` from before the last pause; `done` holds the work
// steps that were done to their end.

export const TICK_MS = 200;

export const first = () => ({ index: 0, startedAt: null, spentMs: 0, running: false, done: [] });

export const spentMs = (state, now) =>
  state.spentMs + (state.running ? Math.max(0, now - state.startedAt) : 0);

export const leftMs = (steps, state, now) =>
  Math.max(0, steps[state.index].seconds * 1000 - spentMs(state, now));

export const ended = (steps, state) => state.index >= steps.length;

export const paused = (state, now) =>
  state.running ? { ...state, spentMs: spentMs(state, now), startedAt: null, running: false } : state;

export const resumed = (state, now) =>
  state.running ? state : { ...state, startedAt: now, running: true };

const at = (state, index, startedAt) => ({
  ...state,
  index,
  spentMs: 0,
  startedAt: state.running ? startedAt : null,
});

// Go to a step; a work step left by "next" counts as done, one that is skipped does not.
export const moved = (steps, state, index, now, { counts = false } = {}) => {
  const leaving = steps[state.index];
  const done =
    counts && leaving && leaving.kind === "work" && !state.done.includes(state.index)
      ? [...state.done, state.index]
      : state.done;
  return { ...at(state, Math.min(Math.max(0, index), steps.length), now), done };
};

// Let time pass: a step whose time is up gives way to the next, however long we were away,
// but a step that waits for the runner stays.
export const ticked = (steps, state, now) => {
  let here = state;
  while (here.running && !ended(steps, here)) {
    const step = steps[here.index];
    const over = spentMs(here, now) - step.seconds * 1000;
    if (over < 0 || step.waits) return here;
    here = moved(steps, here, here.index + 1, now - over, { counts: true });
  }
  return here;
};

// The first step of the next exercise, or the end.
export const nextExercise = (steps, index) => {
  const found = steps.findIndex((step, i) => i > index && step.first);
  return found === -1 ? steps.length : found;
};

// "Back" goes to the start of this step, or, early in it, to the step before.
export const backTo = (state, now) =>
  spentMs(state, now) > 2000 ? state.index : Math.max(0, state.index - 1);

export const share = (steps, done) => {
  const seconds = (indexes) => indexes.reduce((sum, i) => sum + steps[i].seconds, 0);
  const all = steps.flatMap((step, i) => (step.kind === "work" ? [i] : []));
  return all.length ? seconds(done) / seconds(all) : 1;
};

// What the runner hears at a moment: the last three seconds, the change, a repetition.
export const cue = (steps, before, after, lastNow, now) => {
  if (after.index !== before.index) return ended(steps, after) ? "end" : steps[after.index].kind;
  if (!after.running || ended(steps, after)) return null;
  const step = steps[after.index];
  const [was, is] = [leftMs(steps, before, lastNow), leftMs(steps, after, now)];
  if (Math.ceil(is / 1000) < Math.ceil(was / 1000) && is > 0 && is <= 3000) return "tick";
  if (step.waits && was > 0 && is === 0) return "enough";
  if (!step.beat_s) return null;
  const beat = (left) => Math.floor((step.seconds * 1000 - left) / (step.beat_s * 1000));
  return beat(is) > beat(was) && is > 0 ? "beat" : null;
};

export const repetition = (steps, state, now) => {
  const step = steps[state.index];
  return step.beat_s ? Math.floor(spentMs(state, now) / (step.beat_s * 1000)) + 1 : null;
};

// What the steps of a page are, so that a place kept in others is not taken up.
export const sign = (steps) =>
  steps.map((each) => [each.kind, each.exercise, each.leg, each.set_number].join(".")).join(" ");

// A state that was kept is taken up only if it fits these steps, or those they became.
export const restored = (steps, text) => {
  try {
    const kept = JSON.parse(text);
    const fits =
      kept && kept.of === sign(steps) && Array.isArray(kept.steps) &&
      Number.isInteger(kept.state.index) && kept.state.index >= 0 &&
      kept.state.index <= kept.steps.length && Array.isArray(kept.state.done);
    return fits ? kept : null;
  } catch {
    return null;
  }
};

export const shown = (seconds) => {
  const whole = Math.ceil(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return whole >= 60 ? `${Math.floor(whole / 60)}:${rest}` : String(whole);
};
