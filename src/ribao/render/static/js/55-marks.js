// Marks on the page what was read, what is new since, and what the reader knew already. In words, not by colour alone.
;(() => {
  const { reading, say, make } = ribao
  const front = document.getElementById('since')
  const own = document.querySelector('h1[data-known]')
  let before // the visit before this one, on the front page of the newest edition

  const all = () => [...document.querySelectorAll('main [data-known]')].filter(one => one !== own)
  const idOf = one => reading.story(one.querySelector('a')?.pathname ?? location.pathname)

  // what is new of a story: '' when nothing is, or the words that say what
  const news = (known, then) => {
    if (!then || then === known) return ''
    const more = reading.reports(known) - reading.reports(then)
    // fewer: this page is of an edition before, and its reader knows more already
    return more > 0 ? say('reports', more) : more < 0 ? '' : say('changed')
  }

  const state = (id, known, kept) => {
    const read = kept.read[id]?.[0]
    const knew = kept.knew[id]?.[0]
    const shown = before?.shown[id]
    const fresh = news(known, read ?? knew ?? shown) || (before && !shown && !read && !knew ? say('fresh') : '')
    return { read: !!read, knew: knew === known, fresh }
  }

  const label = (box, { read, fresh }) => {
    const text = [read && say('read'), fresh].filter(Boolean).join(say('between'))
    box.querySelector(':scope .mine')?.remove()
    if (!text) return
    // under the headline where there is a line for it, else for the ear only
    const by = box.querySelector('.by')
    const said = make('span', { className: by ? 'mine' : 'mine heard', textContent: text })
    if (by) by.append(said)
    else box.append(said)
  }

  const show = (box, one) => {
    box.toggleAttribute('data-read', one.read && !one.fresh)
    box.toggleAttribute('data-fresh', !!one.fresh)
    box.toggleAttribute('data-knew', one.knew)
    label(box, one)
  }

  const button = (box, id, known, knew) => {
    let made = box.querySelector(':scope > .knew-it, :scope > .by > .knew-it')
    if (!made) {
      made = make('button', { type: 'button', className: 'knew-it' })
      made.addEventListener('click', () => {
        if (box.hasAttribute('data-knew')) reading.forget('knew', id)
        else reading.note('knew', id, known)
        apply()
      })
      ;(box.querySelector('.by') ?? box).append(made)
    }
    made.textContent = say(knew ? 'unfold' : 'knew')
    // there is one at each story: by ear it needs its headline
    made.setAttribute('aria-label', made.textContent + ' · ' + box.querySelector('[data-known]').textContent.trim())
    made.setAttribute('aria-expanded', String(!knew))
  }

  const clear = () => {
    for (const one of document.querySelectorAll('main :is(.mine, .knew-it)')) one.remove()
    for (const name of ['data-read', 'data-fresh', 'data-knew']) {
      for (const one of document.querySelectorAll('main [' + name + ']')) one.removeAttribute(name)
    }
    if (front) front.textContent = ''
  }

  const apply = () => {
    if (!reading.on()) return clear()
    const kept = { read: ribao.kept.read('read'), knew: ribao.kept.read('knew') }
    const states = new Map()
    for (const one of all()) {
      const id = idOf(one)
      const box = one.closest('article, li')
      if (!id || !box) continue
      const now = state(id, one.dataset.known, kept)
      states.set(id, now)
      show(box, now)
      button(box, id, one.dataset.known, now.knew)
    }
    echo(states, kept)
    since(states)
  }

  // lines that tell a story a second time: in brief, the newest
  const echo = (states, kept) => {
    for (const link of document.querySelectorAll('.guide li > a, .newest li > a')) {
      const id = reading.story(link.pathname)
      show(link.parentElement, { ...(states.get(id) ?? { read: !!kept.read[id], fresh: '' }), knew: false })
    }
  }

  const since = states => {
    if (!front) return
    front.textContent = ''
    if (!before) return
    const fresh = [...states.values()].filter(one => one.fresh)
    const unseen = fresh.filter(one => one.fresh === say('fresh')).length
    const grown = fresh.length - unseen
    const parts = [unseen && say('sinceNew', unseen), grown && say('sinceMore', grown)].filter(Boolean)
    const clock = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    const when = new Intl.DateTimeFormat(document.documentElement.lang, clock)
    front.append(say('since', 0, { when: when.format(before.at), what: parts.join(say('between')) || say('sinceNone') }))
    if (!parts.length) return
    const next = make('button', { type: 'button', textContent: say('next') })
    next.addEventListener('click', ribao.nextFresh)
    front.append(' ', next)
  }

  // a story's own page: it is read now, and says what came since it was read last
  const open = () => {
    const id = reading.story(location.pathname)
    if (!own || !id) return
    const known = own.dataset.known
    const then = ribao.kept.read('read')[id]?.[0]
    if (reading.reports(known) < reading.reports(then)) return
    const fresh = news(known, then)
    if (fresh) own.after(make('p', { className: 'notice mine', textContent: say('sinceRead', 0, { what: fresh }) }))
    reading.note('read', id, known)
  }

  const begin = () => {
    if (!reading.on()) return
    if (front) before = reading.visit(Object.fromEntries(all().map(one => [idOf(one), one.dataset.known])))
    open()
    apply()
  }

  begin()
  // back from a story by the browser's own memory; or read in another tab
  addEventListener('pageshow', event => event.persisted && apply())
  addEventListener('storage', event => ['ribao.read', 'ribao.knew'].includes(event.key) && apply())
  document.addEventListener('ribao:chosen', ({ detail }) => {
    if (detail !== 'read') return
    if (!reading.on()) reading.drop()
    apply()
  })
})()
