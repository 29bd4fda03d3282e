// Keeps the depot's pages, and what they are drawn with, for places without a net. What is sent is never
// kept here: the page itself does that.
const CACHE = "depot-1";
const MOST = 60;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page of a first visit was loaded before there was a worker, and tells what it is made of.
self.addEventListener("message", (event) =>
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(event.data))),
);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPage = request.mode === "navigate";
  const isPart = ["style", "script", "font", "image"].includes(request.destination);
  if (request.method !== "GET" || !(isPage || isPart)) return;
  if (new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(fetched(request));
});

async function fetched(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    // A sign-in page in place of a tour must not push the tour out.
    if (answer.ok && !answer.redirected) {
      await cache.put(request, answer.clone());
      const known = await cache.keys();
      await Promise.all(known.slice(0, Math.max(0, known.length - MOST)).map((old) => cache.delete(old)));
    }
    return answer;
  } catch (fault) {
    // One phone has one driver, and an address one language.
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw fault;
  }
}
