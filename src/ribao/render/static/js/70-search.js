// Search on a site that is files alone: an index lies beside the pages, and the browser looks into it. Tokens are those
// of ribao/support/searching/tokens.py, the files those of ribao/render/whole/lookup.py.
;(() => {
  const here = document.querySelector('[data-lookup]')
  if (!here) return
  const { lookup, ...words } = here.dataset
  const [status] = here.children
  const list = here.querySelector('ol')
  const AT_ONCE = 10
  const HAN = '\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}'
  const RUN = new RegExp(`[${HAN}]+|\\p{Nd}+|(?:(?![${HAN}])[\\p{L}\\p{Nl}\\p{No}])+`, 'gu')

  const held = {}
  const get = name => (held[name] ??= fetch(lookup + name + '.json').then(answer => answer.json()))

  let plain = new Map()
  const half = one => (one === '\u3000' ? ' ' : /[\uff01-\uff5e]/.test(one) ? String.fromCharCode(one.charCodeAt() - 0xfee0) : one)
  const low = one => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)
  const fold = text => Array.from(text, one => plain.get(one) ?? low(half(one))).join('')

  // [token, whether it is only the beginning of one]
  const termsOf = run => {
    const all = Array.from(run)
    if (!/^\p{Script=Han}/u.test(run)) return [[all.slice(0, 60).join(''), !/^\p{Nd}/u.test(run)]]
    return all[1] ? all.slice(1).map((one, n) => [all[n] + one, false]) : [[run, true]]
  }

  // story → 1, or 3 where a headline has it
  const storiesOf = async ([token, begins]) => {
    const shard = await get('index-' + (token.codePointAt(0) % 64).toString(16).padStart(2, '0'))
    const keys = begins ? Object.keys(shard).filter(key => key.startsWith(token)) : token in shard ? [token] : []
    const found = new Map()
    for (const key of keys) {
      let at = 0
      for (const step of shard[key]) {
        at += step
        found.set(at >> 1, Math.max(found.get(at >> 1) ?? 0, at & 1 ? 3 : 1))
      }
    }
    return found
  }

  const look = async runs => {
    const [first, ...others] = await Promise.all(runs.flatMap(termsOf).map(storiesOf))
    const all = [...(first ?? [])].filter(([story]) => others.every(one => one.has(story)))
    const points = ([story, own]) => [story, others.reduce((sum, one) => sum + one.get(story), own)]
    return all.map(points).sort((a, b) => b[1] - a[1] || b[0] - a[0])
  }

  const marked = (text, pattern) => {
    const folded = fold(text)
    if (!pattern || folded.length !== text.length) return [text]
    const parts = []
    let end = 0
    for (const { 0: hit, index } of folded.matchAll(pattern)) {
      parts.push(text.slice(end, index), ribao.make('mark', { textContent: text.slice(index, index + hit.length) }))
      end = index + hit.length
    }
    return [...parts, text.slice(end)]
  }

  const row = ([path, headline, lang, day, excerpt, reports], pattern) => {
    const part = (className, ...inside) => ribao.make('p', { className, lang }, ...inside)
    const link = ribao.make('a', { href: path }, ...marked(headline, pattern))
    const by = [ribao.make('time', { dateTime: day, textContent: day })]
    if (reports > 1) by.push(ribao.make('span', { textContent: words.reports.replace('{n}', reports) }))
    const told = excerpt ? [part('excerpted', ...marked(excerpt, pattern))] : []
    return ribao.make('li', {}, part('title', link), ribao.make('p', { className: 'by' }, ...by), ...told)
  }

  const show = async (found, pattern) => {
    const some = found.splice(0, AT_ONCE)
    const rows = await Promise.all(some.map(async ([story]) => (await get('stories-' + (story >> 6)))[story & 63]))
    list.append(...rows.map(one => row(one, pattern)))
    more.hidden = !found.length
  }

  const more = ribao.make('button', { type: 'button', textContent: words.more, hidden: true })
  const search = async asked => {
    if (/\p{Script=Han}/u.test(asked)) {
      plain = new Map((await get('simplified')).match(/../gu).map(two => [...two]))
    }
    const runs = [...new Set(fold(asked).match(RUN))]
    const found = await look(runs)
    const pattern = runs.length ? new RegExp(runs.sort((a, b) => b.length - a.length).join('|'), 'gu') : null
    more.onclick = () => show(found, pattern).catch(trouble)
    list.after(more)
    status.textContent = found[1] ? words.many.replace('{n}', found.length) : found[0] ? words.one : words.none
    await show(found, pattern)
  }

  const trouble = () => (status.textContent = words.shut)
  const asked = new URLSearchParams(location.search).get('q')?.slice(0, 200).trim()
  if (!asked) return
  for (const input of document.querySelectorAll('[role=search] [name=q]')) input.value = asked
  if (!ribao.web) status.textContent = words.file
  else search(asked).catch(trouble)
})()
