// One set in one tap: how many, how many more would have gone, how sore. Nothing is chosen
// beforehand; the plan's figure is offered and stays the plan's until it is tapped.
import { setOf } from "./player-record.js";

const RESERVE = [0, 1, 2, 3, 4];
/** Where nothing is planned, a first tap from which plus and minus go on. */
const USUAL = [5, 10, 15, 20, 25];

export function button(text, { pressed = null, name = "", wish = null, className = "" } = {}) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (name) made.setAttribute("aria-label", name);
  if (pressed !== null) made.setAttribute("aria-pressed", String(pressed));
  if (className) made.className = className;
  if (wish) made.addEventListener("click", wish);
  return made;
}

// Draw a panel again and leave the focus on the button that has it.
export function refill(place, children) {
  const nameOf = (node) => node.getAttribute("aria-label") ?? node.textContent;
  const was = place.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  place.replaceChildren(...children);
  if (was === null) return;
  [...place.querySelectorAll("button")].find((each) => nameOf(each) === was)?.focus();
}

export function line(text, className = "") {
  const made = document.createElement("p");
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(label, className, buttons) {
  const made = document.createElement("div");
  made.className = `log-row ${className}`;
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  const said = line(label, "log-label");
  const keys = document.createElement("div");
  keys.className = "log-keys";
  keys.append(...buttons);
  made.append(said, keys);
  return made;
}

export const painRow = (picked, say) =>
  row("Sore in it, 0 to 10", "log-pain", [...Array(11).keys()].map((nrs) =>
    button(String(nrs), {
      pressed: picked === nrs, name: `Pain ${nrs}`, wish: () => say(nrs),
      className: nrs <= 2 ? "level-low" : nrs <= 5 ? "level-mid" : "level-high",
    })));

const inWords = (step) =>
  [step.title, step.side, step.sets > 1 ? `set ${step.set_number}` : ""].filter(Boolean).join(", ");

function amountRow(step, set, say) {
  const key = step.reps !== null ? "reps" : step.hold_s !== null ? "hold_s" : step.waits ? "reps" : null;
  if (key === null) return [];
  const [planned, value] = [step[key], set?.[key] ?? null];
  const by = key === "hold_s" ? 5 : 1;
  const unit = key === "hold_s" ? "s" : "reps";
  const from = value ?? planned ?? 0;
  const put = (n) => say({ [key]: Math.max(0, n) });
  if (planned === null && value === null) {
    const picks = USUAL.map((n) => button(String(n), { pressed: false, name: `${n} ${unit}`, wish: () => put(n) }));
    return [row("How many", "log-reserve", picks)];
  }
  const keys = [
    button("−", { name: `Fewer ${unit}`, wish: () => put(from - by) }),
    button("+", { name: `More ${unit}`, wish: () => put(from + by) }),
  ];
  if (planned !== null) {
    const text = `As planned: ${planned} ${unit}`;
    keys.splice(1, 0, button(text, { pressed: value === planned, className: "log-planned", wish: () => put(planned) }));
  } else {
    keys.splice(1, 0, line(`${value} ${unit}`, "log-planned"));
  }
  const label = value === null || value === planned || planned === null ? "Done" : `Done: ${value} ${unit}`;
  return [row(label, "log-amount", keys)];
}

// The panel of one set. `say` is told each tap: `{ reps: 8 }`, `{ pain_nrs: 2 }`.
export function panel(record, step, say) {
  const set = setOf(record, step);
  const counts = step.reps !== null || step.waits;
  const reserve = counts
    ? [row("More would have gone", "log-reserve", RESERVE.map((n) =>
        button(n === 4 ? "4+" : String(n), {
          pressed: set?.in_reserve === n, name: n === 4 ? "4 or more in reserve" : `${n} in reserve`,
          wish: () => say({ in_reserve: n }),
        })))]
    : [];
  return [
    line(inWords(step), "log-title"),
    painRow(set?.pain_nrs ?? null, (pain_nrs) => say({ pain_nrs })),
    ...amountRow(step, set, say),
    ...reserve,
  ];
}

const said = (set) => [
  set.reps === null ? "" : `${set.reps} reps`,
  set.hold_s === null ? "" : `${set.hold_s} s`,
  set.in_reserve === null ? "" : `${set.in_reserve === 4 ? "4+" : set.in_reserve} more`,
  set.pain_nrs === null ? "" : `pain ${set.pain_nrs}`,
].filter(Boolean).join(", ") || "done";

// All sets at the end, each behind one tap.
export function summary(record, steps, say) {
  const title = document.createElement("h3");
  title.textContent = record.sets.length ? "Your sets" : "";
  const list = document.createElement("div");
  for (const set of record.sets) {
    const step = steps.find((each) => each.logs && setOf({ sets: [set] }, each));
    if (!step) continue;
    const fold = document.createElement("details");
    const head = document.createElement("summary");
    head.textContent = `${inWords(step)}: ${said(set)}`;
    const inside = document.createElement("div");
    inside.className = "log";
    const fill = (from) => refill(inside, panel(from, step, (what) => {
      const next = say(step, what);
      head.textContent = `${inWords(step)}: ${said(setOf(next, step))}`;
      fill(next);
    }).slice(1));
    fill(record);
    fold.append(head, inside);
    list.append(fold);
  }
  return [title, list];
}
