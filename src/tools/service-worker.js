/* The offline half of Podarium. The build writes the two constants below and ships this file as sw.js.
 *
 * Install keeps what the first screen needs; everything else of ours is kept when it is first used. Files with
 * a hash in their name never change, so the kept copy wins. The page itself is asked from the network first, so
 * a new release shows at once; without a network, or with one that does not answer, the kept page is served. */

const VERSION = '__VERSION__';
const FIRST_LOAD = __FIRST_LOAD__;

const PATIENCE_MS = 3000;
// Our files do not depend on who asks, whatever the file server says in its Vary header.
const ANY_HEADERS = { ignoreVary: true };
const PAGE = new URL('./', self.registration.scope).href;

// Several copies of Podarium may live under one origin; each minds only its own caches.
const prefix = `podarium ${self.registration.scope} `;
const cacheName = prefix + VERSION;

self.addEventListener('install', (event) => {
  const requests = FIRST_LOAD.map(
    (path) => new Request(new URL(path, self.registration.scope), { cache: 'no-cache' }),
  );
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(isPage(request) ? page(request) : file(request));
});

function isPage(request) {
  const { origin, pathname } = new URL(request.url);
  return request.mode === 'navigate' && (origin + pathname).replace(/index\.html$/, '') === PAGE;
}

async function dropOldCaches() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)),
  );
}

async function page(request) {
  const cache = await caches.open(cacheName);
  const fresh = fetch(request).then((response) => keep(cache, PAGE, response));
  fresh.catch(() => undefined); // It may still fail after the kept page was served.
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const first = await Promise.race([fresh, late]).catch(() => undefined);
  return first ?? (await cache.match(PAGE, ANY_HEADERS)) ?? fresh;
}

async function file(request) {
  const cache = await caches.open(cacheName);
  return (await cache.match(request, ANY_HEADERS)) ?? keep(cache, request, await fetch(request));
}

async function keep(cache, key, response) {
  if (response.status === 200 && response.type === 'basic') await cache.put(key, response.clone());
  return response;
}
