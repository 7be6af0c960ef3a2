// Keeps the current edition for reading without a network. It asks the network first, and answers from what it keeps
// when there is none, or when it takes too long. It keeps what offline.json lists and nothing else: no page of the
// server's own (/-/), no search, no answer to a POST ever comes into it. A new edition replaces the one before.
'use strict'

const ROOT = self.registration.scope
const OURS = 'ribao ' + ROOT + ' ' // caches of this scope begin so; another daily on this host keeps its own
const PATIENCE = 3000 // ms for the network, where an answer is at hand
const PAUSE = 10 * 60 * 1000 // ms; a draft changes all the time, and is not fetched anew each time
const MOST = 300 // addresses
const AT_ONCE = 3

const own = async () => (await caches.keys()).filter(name => name.startsWith(OURS))
const made = name => Number(name.slice(OURS.length).split(' ')[0])
const LIST = ROOT + 'offline.json' // goes in last: a cache without it is not whole

// the newest edition that is whole; a name begins with the time it was made at
async function kept() {
  for (const name of (await own()).sort().reverse()) {
    if (await caches.match(LIST, { cacheName: name, ignoreVary: true })) return name
  }
}

const clear = async but => {
  for (const name of await own()) if (name !== but) await caches.delete(name)
}

let working = null
const refresh = () => (working ??= edition().finally(() => (working = null)))

async function edition() {
  const answer = await fetch(LIST, { cache: 'no-cache' })
  if (!answer.ok) return
  const list = await answer.clone().json()
  const now = await kept()
  await clear(now) // what was begun and left
  if (now && now.endsWith(' ' + list.state)) return
  if (now && now.includes(' ' + list.edition + ' ') && Date.now() - made(now) < PAUSE) return
  const name = OURS + [Date.now(), list.edition, list.state].join(' ')
  const cache = await caches.open(name)
  try {
    await fill(cache, list)
    await cache.put(LIST, answer)
  } catch (error) {
    await caches.delete(name) // half an edition is none: the one before stays
    throw error
  }
  await clear(name)
}

async function fill(cache, { needed, pages }) {
  await cache.addAll(needed.map(address => fresh(address)))
  const left = pages.slice(0, MOST)
  const one = async () => {
    // a page that fails is left out; the others are kept
    while (left.length) await cache.add(fresh(left.shift())).catch(() => {})
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

const fresh = address => new Request(new URL(address, ROOT), { cache: 'no-cache' })

async function find(request, options = {}) {
  const name = await kept()
  return name && caches.match(request, { cacheName: name, ignoreVary: true, ...options })
}

const late = () => new Promise(resolve => setTimeout(resolve, PATIENCE))

async function page(request) {
  const here = await find(request)
  const asked = fetch(request)
  if (here) asked.catch(() => {})
  const answer = await (here ? Promise.race([asked, late()]) : asked).catch(() => null)
  if (answer && answer.status < 500) return answer // wrong addresses and the like are the server's to tell
  if (here) return here
  if (answer) return answer
  const akin = await find(request, { ignoreSearch: true })
  if (akin) return akin
  const told = await find(new URL('offline.html', ROOT))
  const asking = new URL(request.url)
  const from = encodeURIComponent(asking.pathname + asking.search)
  return told ? Response.redirect(new URL('offline.html#' + from, ROOT)) : Response.error()
}

const file = async request => (await find(request)) ?? fetch(request)

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', event => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || !address.href.startsWith(ROOT)) return
  const path = address.pathname.slice(new URL(ROOT).pathname.length)
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (path.startsWith('static/')) event.respondWith(file(request))
})
self.addEventListener('message', event => {
  if (event.data === 'edition') event.waitUntil(refresh().catch(() => {}))
  if (event.data === 'retire') event.waitUntil(clear())
})
