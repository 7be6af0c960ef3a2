// A list that goes on: where its end comes near, what a[data-next] leads to is put behind it.
;(() => {
  const list = document.querySelector('[data-infinite]')
  const next = document.querySelector('a[data-next]')
  if (!list || !next || !('IntersectionObserver' in self)) return
  const NEAR = '600px'
  const MOST = 60 // pages in one; after that the link is followed as a link
  const loaded = []
  let last = list
  let busy = false

  const whole = (part, base) => {
    for (const link of part.querySelectorAll('a[href]')) link.href = new URL(link.getAttribute('href'), base).href
    for (const one of part.querySelectorAll('[id]')) one.removeAttribute('id')
    part.removeAttribute('id')
    return document.importNode(part, true)
  }

  // the page's part of the list with its heading, behind what is there
  const put = (page, address) => {
    const more = page.querySelector('[data-infinite]')
    const heading = more.previousElementSibling
    const added = [heading?.matches('h2') && whole(heading, address), whole(more, address)].filter(Boolean)
    last.after(...added)
    last = added.at(-1)
    return heading?.textContent.trim() ?? ''
  }

  // the link itself stays, so that whoever stands on it still does
  const turn = (page, address) => {
    const after = page.querySelector('a[data-next]')
    if (!after) {
      if (document.activeElement === next) last.querySelector('a')?.focus()
      return next.remove()
    }
    next.href = new URL(after.getAttribute('href'), address).href
    next.textContent = after.textContent
  }

  const load = async () => {
    if (busy || !next.isConnected || loaded.length >= MOST) return false
    busy = true
    try {
      const address = next.href
      const answer = await fetch(address)
      if (!answer.ok) throw new Error(answer.status)
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const name = put(page, address)
      turn(page, address)
      loaded.push(address)
      ribao.tell(ribao.say('loaded', 0, { what: name }))
      return true
    } catch (_) {
      watcher.disconnect() // the link still leads there
      return false
    } finally {
      busy = false
    }
  }

  // who went on from here and comes back finds as much of it, at the same place
  const keep = () => history.replaceState({ ...history.state, endless: loaded.length, at: scrollY }, '')
  const restore = async ({ endless, at }) => {
    for (let n = 0; n < endless; n++) if (!(await load())) break
    scrollTo({ top: at, behavior: 'instant' })
  }

  const watcher = new IntersectionObserver(
    async (seen) => {
      if (!seen.at(-1).isIntersecting || !(await load())) return // the last is how it is now
      watcher.unobserve(next) // told anew, should its end still be near
      if (next.isConnected) watcher.observe(next)
    },
    { rootMargin: '9999px 0px ' + NEAR }, // also for whoever went past it, down to the foot
  )
  const begin = () => watcher.observe(next)
  addEventListener('pagehide', keep)
  if (history.state?.endless) restore(history.state).then(begin)
  else begin()
})()
