// The thigh's angle above level from points on a photo, as pure functions. The server works
// it out again from the points; this is what the runner sees meanwhile.
//
// A photo is { trochanter, knee, level: [a, b] or null, scale }: points { x, y } in pixels of
// the photo, y down; `scale` is pixels of the photo in one of the screen.

const DEG = 180 / Math.PI;
const Z95 = 1.96;

const line = (a, b) => ({ right: b.x - a.x, up: a.y - b.y });
const length = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);

const tiltDeg = ([a, b]) => {
  let { right, up } = line(a, b);
  if (right < 0) [right, up] = [-right, -up];
  return Math.atan2(up, right) * DEG;
};

export const aboveLevelDeg = ({ trochanter, knee, level }) => {
  let { right, up } = line(trochanter, knee);
  let tilt = level ? tiltDeg(level) : 0;
  if (right < 0) [right, tilt] = [-right, -tilt];
  return Math.atan2(up, right) * DEG - tilt;
};

// Standard deviation that the taps give the angle.
export const tapsDeg = ({ trochanter, knee, level, scale }, tapPx) => {
  const lengths = [length(trochanter, knee), ...(level ? [length(...level)] : [])];
  return Math.sqrt(lengths.reduce((sum, px) => sum + 2 * ((tapPx * scale) / px) ** 2, 0)) * DEG;
};

export const errorDeg = (photo, tapPx, rollDeg) =>
  Z95 * Math.hypot(tapsDeg(photo, tapPx), photo.level ? 0 : rollDeg);

export const together = (photos, tapPx, rollDeg) => {
  const angles = photos.map(aboveLevelDeg);
  const taps = photos.map((photo) => tapsDeg(photo, tapPx));
  const roll = Math.max(...photos.map((photo) => (photo.level ? 0 : rollDeg)));
  return {
    mean: angles.reduce((sum, each) => sum + each, 0) / angles.length,
    error: Z95 * Math.hypot(Math.sqrt(taps.reduce((sum, each) => sum + each ** 2, 0)) / taps.length, roll),
    spread: Math.max(...angles) - Math.min(...angles),
  };
};

const shown = ({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`;

// One photo as the server reads it.
export const asText = ({ trochanter, knee, level, scale }) =>
  [trochanter, knee, ...(level ?? [])].map(shown).join(" ") + ` x${scale.toFixed(3)}`;

export const said = (deg) => `${Math.abs(deg).toFixed(1)}° ${deg < 0 ? "below" : "above"} level`;
