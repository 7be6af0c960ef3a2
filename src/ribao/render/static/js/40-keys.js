// Keys: j k to go through the headlines, o to open, s to save, / to search, n to the next new one, ? for help, h home.
;(() => {
  const STORY = /\/[sa]\/[^/]+\.html$/

  const headline = link =>
    (link.closest('.title') || (STORY.test(link.pathname) && !link.hash && !link.closest('.mark, .kicker, .by'))) &&
    link.checkVisibility?.() !== false
  const headlines = () => [...document.querySelectorAll('main a[href]')].filter(headline)

  const go = link => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    link.focus({ preventScroll: true, focusVisible: true })
    link.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
  }

  // from the focused one, or from the top of what is seen
  const step = by => {
    const all = headlines()
    const here = document.activeElement
    const at = all.indexOf(here)
    if (at >= 0) return all[at + by] && go(all[at + by])
    const after = link =>
      here && here !== document.body && here.id !== 'main'
        ? here.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING
        : link.getBoundingClientRect().top >= 0
    const next = all.findIndex(after)
    const to = by > 0 ? all[next] : all[(next < 0 ? all.length : next) - 1]
    if (to) go(to)
  }

  const save = () => {
    // what was saved just now brings its reader back to it: pressed again, it is that one which is meant
    const here = document.activeElement
    const at = here && here !== document.body && here.id !== 'main' ? here : document.querySelector(':target')
    const near = at?.closest('article, li')
    const form = near?.querySelector('form[data-save]') ?? document.querySelector('main form[data-save]')
    if (form) form.requestSubmit()
    else ribao.tell(ribao.say('nothingToSave'))
  }

  const find = () => {
    const field = document.querySelector('.masthead input[type=search]') ?? document.querySelector('input[type=search]')
    field?.focus()
    field?.select()
    return !!field
  }

  const nextFresh = () => {
    const all = headlines().filter(link => link.closest('[data-fresh]'))
    const at = all.indexOf(document.activeElement)
    if (all.length) go(all[(at + 1) % all.length])
  }

  const home = () => document.querySelector('.masthead .name a')?.click()
  const open = () => document.activeElement?.matches('main a') && document.activeElement.click()

  const keys = { j: () => step(1), k: () => step(-1), o: open, s: save, '/': find, n: nextFresh, '?': () => ribao.showSheet?.(), h: home }

  const typing = at => at.closest?.('input, textarea, select, [contenteditable], dialog')
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && event.target.matches?.('input[type=search]')) return event.target.blur()
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (typing(event.target) || document.querySelector('dialog[open]') || ribao.choice('keys') === false) return
    if (!Object.hasOwn(keys, event.key)) return
    keys[event.key]()
    event.preventDefault() // else "/" would be typed into the field it leads to
  })

  ribao.nextFresh = nextFresh
})()
