// The record of this session: kept at every tap, sent when it can be, and told where it is.
import * as records from "./player-record.js";
import * as store from "./player-store.js";
import { fileOf, sendWaiting, sendWhenBack } from "./player-send.js";
import { button, line } from "./player-log.js";

const WORDS = {
  writing: "Keeping it…",
  phone: "Kept on this phone, will be sent",
  page: "The phone has no room for it: it is only in this page. Do not close it.",
  sent: "Sent: it is in the logbook",
};
const place = document.querySelector('[data-show="kept"]');

let entry = null;
let writing = Promise.resolve();
let told = () => {};

export const record = () => entry.record;

export function begin(session, id = null) {
  const made = records.begun(session, Date.now(), id ?? undefined);
  entry = { id: made.record, session, record: made, changed: 0, dirty: false, ended: false, refused: null };
}

export async function takeUp(session, id) {
  const kept = await store.get(id);
  begin(session, id);
  if (kept) entry = kept;
}

function show(where, result = null) {
  place.dataset.where = result ? result.went : where;
  const inside = [line(result?.went === "sent" ? WORDS.sent : WORDS[where])];
  if (result?.went === "waiting" && result.what) inside[0].textContent += ` (${result.what})`;
  const refused = result?.went === "refused" ? result : null;
  if (refused) inside[0].textContent = `Not taken: ${refused.what} (${refused.where}). ${refused.fix}.`;
  if (refused || where === "page") {
    inside.push(button("Save it as a file", { className: "button ghost", wish: () => fileOf(entry) }));
  }
  place.replaceChildren(...inside);
}

let where = "phone";

function hear(result) {
  if (result.entry.id !== entry?.id) return;
  if (result.went === "sent" && result.entry.changed === entry.changed) entry = { ...entry, dirty: false };
  if (result.went !== "sent" || !entry.dirty) show(where, result);
  told(result);
}

// Write first, then send: what is not written is said to be only in this page.
export function keep(next, { ended = entry.ended } = {}) {
  entry = { ...entry, record: next, changed: entry.changed + 1, dirty: true, ended, refused: null };
  const now = entry;
  show("writing"); // what stood there was true of what was there before
  writing = writing.then(async () => {
    where = await store.put(now);
    if (now.id === entry.id && now.changed === entry.changed) show(where);
  });
  writing.then(() => sendWaiting(hear));
  return writing;
}

// Resolves with "sent", "refused" or "waiting" for what is kept now.
export async function sentNow() {
  await writing;
  await sendWaiting(hear);
  await sendWaiting(hear);
  return entry.dirty ? (place.dataset.where === "refused" ? "refused" : "waiting") : "sent";
}

export function start(whenTold) {
  told = whenTold;
  store.tidy(entry.id);
  sendWhenBack(hear);
  sendWaiting(hear);
  addEventListener("beforeunload", (event) => { if (store.inPageOnly()) event.preventDefault(); });
}
