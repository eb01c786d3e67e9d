// Keeps the files of the client whose names change with their content, and a
// page for when there is no connection. It never keeps what the API answers.
const version = '__VERSION__'
const assets = 'mortise-assets'
const shell = `mortise-shell-${version}`
const offline = ['/offline.html', '/offline.css', '/favicon.svg']
/** Of old files so many are kept. */
const most = 300

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(offline)))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== assets && name !== shell) await caches.delete(name)
      const cache = await caches.open(assets)
      const keys = await cache.keys()
      for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting()
})

async function asset(request) {
  const cache = await caches.open(assets)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  // A file of an older build is answered with the page.
  const page = (answer.headers.get('Content-Type') ?? '').startsWith('text/html')
  if (answer.ok && !page) await cache.put(request, answer.clone())
  return answer
}

async function page(request) {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match('/offline.html')) ?? Response.error()
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) event.respondWith(page(request))
  else if (offline.includes(url.pathname))
    event.respondWith(
      fetch(request).catch(async () => (await caches.match(url.pathname)) ?? Response.error()),
    )
})
