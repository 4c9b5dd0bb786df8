{% load static %}// Keeps the agenda readable without a network: pages are asked for first and kept, files are kept as they are.
const STORE = "plenary-agenda-1";
const AGENDA = "{{ agenda_url }}";
const FILES = [{% for path in files %}"{% static path %}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(STORE)
      .then((store) => store.addAll([AGENDA, ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(AGENDA)) event.respondWith(freshOrKept(event.request));
  else if (url.pathname.startsWith("{% get_static_prefix %}")) event.respondWith(keptOrFresh(event.request));
});

async function freshOrKept(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
    return answer;
  } catch {
    const known = await store.match(request) || await store.match(request, { ignoreSearch: true });
    return known || (request.mode === "navigate" && await store.match(AGENDA)) || Response.error();
  }
}

async function keptOrFresh(request) {
  const store = await caches.open(STORE);
  const known = await store.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}
