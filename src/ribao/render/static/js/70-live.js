// A build under way, as it goes. A page with [data-live] asks for it: "go" turns to the daily when it is ready, the
// others only say so, for nothing moves under a reader's eyes.
;(() => {
  const place = document.querySelector('[data-live]')
  if (!place || !ribao.web || !('EventSource' in self)) return
  const { make, say } = ribao
  const goes = place.dataset.live === 'go'
  const shows = place.dataset.live !== 'line'
  const rows = new Map()
  let stream

  const list = () => {
    const there = place.querySelector('.stages')
    if (there) return there
    const made = make('ol', { className: 'stages' })
    place.append(made)
    return made
  }
  const row = name => {
    const made = { box: make('li'), sofar: make('span', { className: 'so-far' }), note: make('span', { className: 'by' }) }
    made.box.append(make('span', { className: 'stage', textContent: name }), ' ', made.sofar)
    return made
  }
  const meter = (one, stage) => {
    if (!stage.total) return one.meter?.remove()
    one.meter ??= make('progress', { className: 'meter' })
    one.meter.setAttribute('aria-label', stage.name)
    one.meter.max = stage.total
    one.meter.value = Math.min(stage.done, stage.total)
    if (!one.meter.isConnected) one.sofar.after(one.meter)
  }
  const put = (one, text) => one.textContent === text || (one.textContent = text)

  const stages = found => {
    place.querySelector('[data-idle]')?.remove() // it said that nothing is under way
    const into = list()
    if (!rows.size) into.textContent = '' // what the server wrote is replaced by what moves
    for (const [name, one] of rows) {
      if (found.some(stage => stage.name === name)) continue
      one.box.remove()
      rows.delete(name)
    }
    for (const stage of found) {
      if (!rows.has(stage.name)) rows.set(stage.name, row(stage.name))
      const one = rows.get(stage.name)
      if (!one.box.isConnected) into.append(one.box)
      const number = n => n.toLocaleString('en')
      put(one.sofar, stage.total ? number(stage.done) + ' / ' + number(stage.total) : stage.done ? number(stage.done) : '')
      meter(one, stage)
      put(one.note, stage.note)
      if (stage.note) one.box.append(one.note)
      else one.note.remove()
    }
  }
  const said = lines => {
    let box = place.querySelector('.said')
    if (!lines.length) return box?.remove()
    if (!box) place.append((box = make('ul', { className: 'said' })))
    if (box.children.length === lines.length && box.lastElementChild.textContent === lines.at(-1)) return
    box.replaceChildren(...lines.map(line => make('li', { textContent: line })))
  }

  const home = document.querySelector('.masthead .name a')?.href ?? ribao.root
  // whoever is filling in a form is not taken away from it
  const writing = () =>
    document.activeElement?.matches('main :is(input, textarea, select)') ||
    [...document.querySelectorAll('main :is(input, textarea)')].some(one => one.value !== one.defaultValue)
  const ready = () => {
    if (goes && !writing()) return location.replace(home)
    if (place.querySelector('.ready')) return
    const line = make('p', { className: 'notice ready' })
    line.setAttribute('role', 'status')
    place.hidden = false
    place.prepend(line)
    line.append(say('ready'), ' ', make('a', { href: home, textContent: say('open') }))
  }

  const anew = () => (writing() ? setTimeout(anew, 5000) : location.reload())

  const on = (name, act) => stream.addEventListener(name, event => act(event.data && JSON.parse(event.data)))
  const listen = () => {
    stream = new EventSource(ribao.root + '-/live')
    on('build', build => shows && (stages(build.stages), said(build.said)))
    on('ready', () => (stream.close(), ready()))
    on('end', () => (stream.close(), goes && ready()))
    on('full', () => (stream.close(), goes && setTimeout(anew, 10000)))
    // a proxy that lets no stream through: the page still comes anew, as it does without scripts
    stream.onerror = () => stream.readyState === 2 && goes && setTimeout(anew, 5000)
  }
  listen()
  addEventListener('pagehide', () => stream.close())
  addEventListener('pageshow', event => event.persisted && listen())
})()
