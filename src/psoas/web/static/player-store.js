// Where records wait on this phone: IndexedDB, written at every tap. Where it is not there,
// not allowed or full, they are held in this page, and `where` says so.
const NAME = "psoas-player";
const TABLE = "records";

const held = new Map();
let opening = null;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(TABLE, { keyPath: "id" });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  opening.catch(() => { opening = null; });
  return opening;
}

async function done(mode, work) {
  const db = await opened();
  return new Promise((resolve, reject) => {
    const all = db.transaction(TABLE, mode, { durability: "strict" });
    const asked = work(all.objectStore(TABLE));
    all.oncomplete = () => resolve(asked.result);
    all.onabort = () => reject(all.error ?? new Error("aborted"));
    all.onerror = () => reject(all.error);
  });
}

// An entry: { id, session, record, changed, dirty, ended, refused }. Returns where it is kept now.
export async function put(entry) {
  try {
    await done("readwrite", (table) => table.put(entry));
    held.delete(entry.id);
    return "phone";
  } catch {
    held.set(entry.id, entry);
    return "page";
  }
}

export async function get(id) {
  try {
    return held.get(id) ?? (await done("readonly", (table) => table.get(id))) ?? null;
  } catch {
    return held.get(id) ?? null;
  }
}

export async function all() {
  let kept = [];
  try { kept = await done("readonly", (table) => table.getAll()); } catch { /* none can be read */ }
  return [...kept.filter((each) => !held.has(each.id)), ...held.values()];
}

// Change an entry as it is now, in one step: a tap that is written meanwhile is never lost. *edit*
// returns the entry changed, null to remove it, or nothing to leave it.
export async function change(id, edit) {
  if (held.has(id)) {
    const next = edit(held.get(id));
    if (next) held.set(id, next);
    return next === null ? remove(id) : undefined;
  }
  try {
    await done("readwrite", (table) => {
      const asked = table.get(id);
      asked.onsuccess = () => {
        const next = asked.result && edit(asked.result);
        if (next) table.put(next);
        else if (next === null) table.delete(id);
      };
      return asked;
    });
  } catch { /* it is sent again, and the logbook keeps it once */ }
}

export async function remove(id) {
  held.delete(id);
  try { await done("readwrite", (table) => table.delete(id)); } catch { /* it was never there */ }
}

const TWO_DAYS_MS = 2 * 24 * 3600 * 1000;

// What is sent and was never ended stays for a while, so that it can be gone on with.
export async function tidy(but = null) {
  for (const entry of await all()) {
    const old = Date.now() - Date.parse(entry.record.begun_at) > TWO_DAYS_MS;
    if (!entry.dirty && old && entry.id !== but) await remove(entry.id);
  }
}

export const inPageOnly = () => [...held.values()].some((each) => each.dirty);

// The pages that were opened, each with until when it may be shown again.
export const PAGES = "psoas-sessions";
export const UNTIL = "x-psoas-until";

export async function keepPage(address) {
  if (!("caches" in window)) return false;
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected || !answer.headers.get(UNTIL)) return false;
    await (await caches.open(PAGES)).put(address, answer);
    return true;
  } catch {
    return false;
  }
}

export async function dropPages() {
  try { await caches.delete(PAGES); } catch { /* nothing is kept here */ }
}

// After "delete everything": nothing stays on the phone either.
export async function forgetAll() {
  try { for (const key of Object.keys(localStorage)) if (key.startsWith("psoas.")) localStorage.removeItem(key); } catch { /* none */ }
  try { for (const name of await caches.keys()) if (name.startsWith("psoas")) await caches.delete(name); } catch { /* none */ }
  try { for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister(); } catch { /* none */ }
  try {
    (await opening)?.close();
    opening = null;
    await new Promise((resolve) => {
      const asked = indexedDB.deleteDatabase(NAME);
      asked.onsuccess = asked.onerror = asked.onblocked = resolve;
    });
  } catch { /* none */ }
  held.clear();
}
