// Served as /worker.js, with the build in place of the word below. Without network it shows the offline page; it keeps assets whose address changes with their content, and never a page or a figure:
// what has left the ledger must disappear at once.
const kept = 'yixiang-BUILD';
const pages = ['/offline', '/en/offline'];

const keepPagesAndWhatTheyNeed = async () => {
  const cache = await caches.open(kept);
  for (const address of pages) {
    const answer = await fetch(address, { credentials: 'omit', cache: 'no-cache' });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await cache.put(address, answer.clone());
    const needed = [...(await answer.text()).matchAll(/(?:href|src)="(\/[^"#?]+\.(?:css|js|svg))(?:#[^"]*)?"/g)].map((match) => match[1]);
    await cache.addAll([...new Set(needed)]);
  }
};

const forgetOtherBuilds = async () => {
  for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
};

const openPage = async (event) => {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return caches.match(/^\/en(\/|$)/.test(new URL(event.request.url).pathname) ? '/en/offline' : '/offline');
  }
};

const openAsset = async (request) => {
  const cache = await caches.open(kept);
  const known = await cache.match(request);
  const never = /\bimmutable\b/;
  if (known && never.test(known.headers.get('cache-control') ?? '')) return known;
  try {
    const answer = await fetch(request);
    if (answer.ok && never.test(answer.headers.get('cache-control') ?? '')) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
};

self.addEventListener('install', (event) => event.waitUntil(keepPagesAndWhatTheyNeed().then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(forgetOtherBuilds()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.location.origin)) return;
  if (request.mode === 'navigate') event.respondWith(openPage(event));
  else if (/\.(css|js|svg)$/.test(new URL(request.url).pathname)) event.respondWith(openAsset(request));
});
