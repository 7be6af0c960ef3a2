// The current edition without a network: a service worker keeps it, unless the reader wants none of it.
;(() => {
  const workers = ribao.web && navigator.serviceWorker
  if (!ribao.web) return

  // an export cannot know whether it will lie on the web; from a file a manifest is only a complaint of the browser
  if (!document.querySelector('link[rel=manifest]')) {
    document.head.append(ribao.make('link', { rel: 'manifest', href: ribao.root + 'manifest.webmanifest' }))
  }

  const again = document.querySelector('[data-again]')
  if (again) {
    try {
      const wanted = new URL(decodeURIComponent(location.hash.slice(1)), location.href)
      if (wanted.origin === location.origin) again.href = wanted.href
    } catch (_) {
      // no address: it leads to the front page, as it did
    }
    addEventListener('online', () => again.click())
  }

  if (!workers) return
  const start = async () => {
    const found = await workers.register(ribao.root + 'sw.js', { updateViaCache: 'none' })
    await workers.ready
    found.active?.postMessage('edition') // look whether there is a newer one to keep
  }
  const stop = async () => {
    const found = await workers.getRegistration(ribao.root)
    found?.active?.postMessage('retire')
    await found?.unregister()
  }
  const follow = () => {
    const wanted = ribao.choice('offline') !== false
    // who saves data is not sent a whole edition unasked
    if (wanted && navigator.connection?.saveData) return
    ;(wanted ? start() : stop()).catch(() => {}) // shut by the browser: the pages read as ever
  }
  if (document.readyState === 'complete') follow()
  else addEventListener('load', follow)
  document.addEventListener('ribao:chosen', ({ detail }) => detail === 'offline' && follow())
})()
