// What the runner hears and feels: beeps, a buzz, and a screen that stays on.
const TONES = {
  tick: [[880, 0.08]],
  beat: [[520, 0.04]],
  work: [[660, 0.12], [990, 0.3]],
  ready: [[520, 0.2]],
  switch: [[990, 0.12], [520, 0.12], [990, 0.25]],
  rest: [[660, 0.12], [440, 0.3]],
  enough: [[740, 0.1], [740, 0.1]],
  end: [[660, 0.15], [830, 0.15], [990, 0.4]],
};
const BUZZ = { work: 200, ready: [80, 60, 80], switch: [80, 60, 80, 60, 300], rest: [150, 80, 150], enough: 120, end: [200, 100, 200, 100, 400] };
const MUTED = "psoas.muted";

let context = null;
let muted = false;
let lock = null;
let wanted = false;
try { muted = localStorage.getItem(MUTED) === "yes"; } catch { /* a browser that keeps nothing */ }

export function quiet(is = muted) {
  muted = is;
  try { localStorage.setItem(MUTED, is ? "yes" : "no"); } catch { /* as above */ }
  return muted;
}

export function sound(name) {
  navigator.vibrate?.(BUZZ[name] ?? 0);
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (muted || !Context || !TONES[name]) return;
  context ??= new Context();
  if (context.state === "suspended") context.resume().catch(() => {});
  let at = context.currentTime;
  for (const [hz, seconds] of TONES[name]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds;
  }
}

// ── the screen ───────────────────────────────────────────────────────────────────────

let cannot = "";

// What to tell where the screen may go dark; empty where it stays on.
export const awake = () => cannot;

export async function stayAwake(on) {
  wanted = on;
  try {
    if (on && !navigator.wakeLock) {
      cannot = "This browser cannot keep the screen on here. Set the screen to stay on longer: with a dark screen there is no sound.";
    }
    if (on && !lock) {
      lock = (await navigator.wakeLock?.request("screen")) ?? null;
      if (lock) cannot = "";
    }
    if (!on && lock) { await lock.release(); lock = null; }
  } catch {
    if (on) cannot = "The phone does not let the screen stay on now (low battery?). Touch it now and then.";
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && wanted) { lock = null; stayAwake(true); }
});

// ── a voice, only where it is wished for and only one that lives on this phone ───────

const SPEAKS = "psoas.speaks";
let speaks = false;
try { speaks = localStorage.getItem(SPEAKS) === "yes"; } catch { /* a browser that keeps nothing */ }

const voice = () =>
  window.speechSynthesis?.getVoices().find((each) => each.localService && each.lang.startsWith("en"));

export function speaking(is = null, whenKnown = null) {
  if (whenKnown) {
    whenKnown(Boolean(voice()));
    window.speechSynthesis?.addEventListener?.("voiceschanged", () => whenKnown(Boolean(voice())));
  }
  if (is === null) return speaks;
  speaks = is;
  try { localStorage.setItem(SPEAKS, is ? "yes" : "no"); } catch { /* as above */ }
  return speaks;
}

export function say(text) {
  const by = speaks ? voice() : null;
  if (!by) return;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = by;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(said);
}
