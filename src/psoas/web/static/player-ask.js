// What the player asks in between: how sore, what to do about it, what to do instead.
import { button, line, painRow } from "./player-log.js";

const box = document.querySelector('[data-show="ask"]');

export const isAsking = () => !box.hidden;

export function close() {
  const hadFocus = box.contains(document.activeElement);
  box.hidden = true;
  box.replaceChildren();
  if (hadFocus) document.querySelector('.player-now [data-do="toggle"]').focus({ preventScroll: true });
}

function open(title, ...inside) {
  const head = document.createElement("h2");
  head.id = "ask-title";
  head.tabIndex = -1;
  head.textContent = title;
  box.replaceChildren(head, ...inside);
  box.hidden = false;
  head.focus();
}

const choice = (text, wish, className = "button big") =>
  button(text, { className, wish: () => { close(); wish(); } });

export const askPain = (title, picked, say, back) =>
  open(title, painRow(picked, (nrs) => { close(); say(nrs); }), choice("Go on", back, "button ghost"));

// At 3 to 5: less, something else, or the end. `can` says what there is.
export function askLess(pain, stopIf, can, { less, swap, on, end }) {
  const lines = [line(pain.less)];
  if (stopIf) lines.push(line(`Stop if: ${stopIf}`, "stop"));
  open(
    "Do less?",
    ...lines,
    ...(can.less ? [choice("One set less", less)] : []),
    ...(can.swap ? [choice("Something else", swap, "button big ghost")] : []),
    choice("End here", end, "button big ghost"),
    choice("Go on as it is", on, "button ghost"),
  );
}

function swapButton(swap, take) {
  const words = [swap.easier ? "easier" : "", swap.needs ? `needs ${swap.needs}` : "needs nothing"];
  const made = choice(swap.name, () => take(swap), "button big ghost swap");
  const more = document.createElement("span");
  more.className = "fine";
  more.textContent = words.filter(Boolean).join(" · ");
  made.append(more);
  return made;
}

export function askSwap(title, swaps, take, back) {
  const why = (reason, head) => {
    const found = swaps.filter((each) => each.reasons.includes(reason));
    const none = line("Nothing fits: skip it. That is no harm.");
    const list = document.createElement("div");
    list.className = "swaps";
    list.append(...(found.length ? found.map((each) => swapButton(each, take)) : [none]));
    open(head, list, choice("Back", back, "button ghost"));
  };
  open(
    `Instead of ${title}`,
    button("Too sore for it", { className: "button big ghost", wish: () => why("pain", "Do this instead") }),
    button("I have nothing to do it with", {
      className: "button big ghost", wish: () => why("equipment", "This needs nothing"),
    }),
    choice("Back", back, "button ghost"),
  );
}

