// What the runner hears and feels: beeps, a buzz, and a screen that stays on.
const TONES = {
  tick: [[880, 0.08]],
  beat: [[520, 0.04]],
  work: [[660, 0.12], [990, 0.3]],
  ready: [[520, 0.2]],
  rest: [[660, 0.12], [440, 0.3]],
  enough: [[740, 0.1], [740, 0.1]],
  end: [[660, 0.15], [830, 0.15], [990, 0.4]],
};
const BUZZ = { work: 200, ready: [80, 60, 80], rest: [150, 80, 150], enough: 120, end: [200, 100, 200, 100, 400] };
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

export async function stayAwake(on) {
  wanted = on;
  try {
    if (on && !lock) lock = await navigator.wakeLock?.request("screen");
    if (!on && lock) { await lock.release(); lock = null; }
  } catch { /* not there, or not allowed now: the screen may go dark, the time goes on */ }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && wanted) { lock = null; stayAwake(true); }
});
