// The worker of the phone app: keeps one release whole on the phone and serves it without asking the network.
// Calls to the API pass through untouched; nothing that is written is ever cached.
const RELEASE = "canvass-{{ release }}";
const FILES = [{% for address in precache %}
  "{{ address|escapejs }}",{% endfor %}
];
const KEPT = new Set(FILES);

self.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

// A newer release waits until the volunteer asks for it, or until the app is next started cold.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/t/")) event.respondWith(kept(event, "/t/"));
  else if (KEPT.has(url.pathname)) event.respondWith(kept(event, url.pathname));
});

// All or nothing: one file that does not come leaves the old release in place.
async function keep() {
  const cache = await caches.open(RELEASE);
  await cache.addAll(FILES.map((address) => new Request(address, { cache: "no-cache", credentials: "omit" })));
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("canvass-") && name !== RELEASE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// Browsers may clear this cache and leave the worker: then it is filled again for the next time without network.
async function kept(event, address) {
  const cache = await caches.open(RELEASE);
  const found = await cache.match(address, { ignoreVary: true });
  if (found) return found;
  event.waitUntil(keep().catch(() => {}));
  return fetch(event.request);
}
