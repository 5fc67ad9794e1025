// A test's time, as pure functions: a state and a moment in, a state out.
//
// { phase, startedAt, count, heldMs } : `ready` counts down, `work` counts up since
// `startedAt` (ms since 1970); `count` is what was tapped, `heldMs` what was held at the end.

export const TICK_MS = 100;

export const first = () => ({ phase: "before", startedAt: null, count: 0, heldMs: null });

export const started = (now) => ({ ...first(), phase: "ready", startedAt: now });

// Let time pass: when the countdown is over the work has begun, at that very moment.
export const ticked = (state, now, readyMs) =>
  state.phase === "ready" && now - state.startedAt >= readyMs
    ? { ...state, phase: "work", startedAt: state.startedAt + readyMs }
    : state;

export const passedMs = (state, now) => (state.startedAt === null ? 0 : Math.max(0, now - state.startedAt));

export const counted = (state, by) =>
  state.phase === "work" ? { ...state, count: Math.max(0, state.count + by) } : state;

export const ended = (state, now) =>
  state.phase === "work" ? { ...state, phase: "done", heldMs: passedMs(state, now) } : { ...first(), count: 0 };

// Which beat of the tempo a moment lies in; the first begins at 0.
export const beat = (state, now, beatMs) =>
  state.phase === "work" && beatMs ? Math.floor(passedMs(state, now) / beatMs) : -1;

// Held seconds to a tenth, cut and not rounded up: nobody is given time they did not hold.
export const heldS = (ms) => Math.floor(ms / 100) / 10;
