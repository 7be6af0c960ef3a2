// Takes the place of a worker that is to go: forgets what it kept, and itself. Served as sw.js when the settings say so.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(leave()))

async function leave() {
  const names = await caches.keys()
  const own = names.filter(name => name.startsWith('ribao ' + self.registration.scope + ' '))
  await Promise.all(own.map(name => caches.delete(name)))
  await self.registration.unregister()
}
