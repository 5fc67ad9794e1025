// Sending what waits: at once, when the connection is back, and when a page is opened.
import { posted } from "./player-record.js";
import * as store from "./player-store.js";

const PATIENCE_MS = 8000;
const within = () => (AbortSignal.timeout ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
const address = (session, what) => `/session/${encodeURIComponent(session)}/${what}`;
const JSON_ONLY = { accept: "application/json" };

let token = null;

// Where a session stands now: null without a connection.
export async function standing(session) {
  try {
    const answer = await fetch(address(session, "standing"), { headers: JSON_ONLY, cache: "no-store", ...within() });
    if (!answer.ok) return null;
    const found = await answer.json();
    token = found.token;
    return found;
  } catch {
    return null;
  }
}

const post = (entry) =>
  fetch(address(entry.session, "record"), {
    method: "POST",
    headers: { ...JSON_ONLY, "content-type": "application/json", "x-csrftoken": token },
    body: JSON.stringify(posted(entry.record, Date.now())),
    ...within(),
  });

async function answerOf(entry) {
  if (token === null && !(await standing(entry.session))) return null;
  const first = await post(entry);
  if (first.status !== 403) return first;
  await first.text(); // a token goes stale while a phone is away: it is asked for anew, once
  await standing(entry.session); // takes the old cookie back
  return (await standing(entry.session)) ? post(entry) : null;
}

// "sent", with what the server says; "refused", with what is wrong; or "waiting".
export async function send(entry) {
  let answer;
  try { answer = await answerOf(entry); } catch { return { went: "waiting" }; }
  if (!answer) return { went: "waiting" };
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return { went: "sent", ...said };
  if (answer.status === 403 || answer.status >= 500) return { went: "waiting", ...said };
  return { went: "refused", ...said };
}

let sending = null;
let again = false;

// What becomes of an entry that was sent as it is.
function after(entry, { went, what, where, fix }) {
  if (went === "sent") return entry.ended ? null : { ...entry, dirty: false };
  return went === "refused" ? { ...entry, refused: { what, where, fix } } : undefined;
}

async function sendAll(tell) {
  for (const entry of await store.all()) {
    if (!entry.dirty || entry.refused) continue;
    const result = await send(entry);
    await store.change(entry.id, (now) => (now.changed === entry.changed ? after(now, result) : undefined));
    tell({ entry, ...result });
    if (result.went === "waiting") return;
  }
}

// One at a time; what is asked meanwhile is done after it.
export function sendWaiting(tell = () => {}) {
  if (sending) { again = true; return sending; }
  sending = sendAll(tell).finally(() => {
    sending = null;
    if (again) { again = false; sendWaiting(tell); }
  });
  return sending;
}

export function sendWhenBack(tell) {
  addEventListener("online", () => sendWaiting(tell));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendWaiting(tell);
  });
  setInterval(() => sendWaiting(tell), 20_000);
}

export function fileOf(entry) {
  const text = JSON.stringify(posted(entry.record, Date.now()), null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `psoas-${entry.session}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
