// Runs beside the page: where the desk does not answer, it shows how to start it instead of the browser's own fault.
// It keeps that one page and nothing else: nothing of a record is ever stored in a browser.
const KEPT = "desk-away-1";
const AWAY = "/desk/away";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(AWAY)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(() => caches.match(AWAY)));
});
