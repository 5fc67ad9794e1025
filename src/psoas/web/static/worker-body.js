// The service worker: hands out the player and the session pages that were opened, and only
// where psoas cannot be reached. VERSION and SHELL stand above; the server writes them.
const FILES = `psoas-files-${VERSION}`;
const PAGES = "psoas-sessions";
const UNTIL = "x-psoas-until";
const OFFLINE = "/offline";
const PATIENCE_MS = 5000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const files = await caches.open(FILES);
    await files.addAll([...SHELL, OFFLINE].map((each) => new Request(each, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("psoas-files-") && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// A page is good for the day of its recheck; after that it is gone.
async function keptPage(path) {
  const pages = await caches.open(PAGES);
  const found = await pages.match(path);
  if (!found) return null;
  if (Date.parse(found.headers.get(UNTIL)) > Date.now()) return found;
  await pages.delete(path);
  return null;
}

const patience = () =>
  new Promise((_, reject) => { setTimeout(() => reject(new Error("too slow")), PATIENCE_MS); });

async function sessionPage(request, path) {
  try {
    const answer = await Promise.race([fetch(request), patience()]);
    if (!answer.headers.get(UNTIL)) await (await caches.open(PAGES)).delete(path);
    return answer;
  } catch {
    return (await keptPage(path)) ?? (await (await caches.open(FILES)).match(OFFLINE));
  }
}

async function otherPage(request) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(FILES)).match(OFFLINE)) ?? Response.error();
  }
}

async function file(request, path) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(FILES)).match(path)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (SHELL.includes(pathname)) event.respondWith(file(request, pathname));
  else if (request.mode !== "navigate") return;
  else if (/^\/session\/[^/]+$/.test(pathname)) event.respondWith(sessionPage(request, pathname));
  else event.respondWith(otherPage(request));
});
