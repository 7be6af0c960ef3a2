// What this reader has read, folded away, and seen before: by story, with how much of it was known then.
// A page says what is known of a story in data-known, "REPORTS-DIGEST": another value means that something came.
ribao.reading = (() => {
  const MOST_READ = 1500
  const MOST_SHOWN = 400
  const PAUSE = 30 * 60 * 1000 // ms; who comes back after that looks anew
  const STORY = /\/s\/([^/]+)\.html$/

  const on = () => ribao.choice('read') !== false
  const story = path => STORY.exec(path)?.[1]
  const reports = known => parseInt(known, 10) || 0

  // {story: [known, when]}: the oldest go when there are too many
  const prune = (all, most) => {
    const rows = Object.entries(all)
    return rows.length <= most ? all : Object.fromEntries(rows.sort((a, b) => b[1][1] - a[1][1]).slice(0, most))
  }
  const note = (name, id, known) => {
    const all = ribao.kept.read(name)
    ribao.kept.write(name, prune({ ...all, [id]: [known, Date.now()] }, MOST_READ))
  }
  const forget = (name, id) => {
    const { [id]: _, ...rest } = ribao.kept.read(name)
    ribao.kept.write(name, rest)
  }

  // A visit lasts as long as the reader keeps coming; what was shown at the one before is what "new" is measured by.
  const visit = shown => {
    const last = ribao.kept.read('visit')
    const now = Date.now()
    const anew = last.at && now - last.at > PAUSE
    const before = anew ? last : last.again
    const again = before && { at: before.at, shown: before.shown }
    const most = Object.fromEntries(Object.entries(shown).slice(0, MOST_SHOWN))
    // what was on the page earlier in this very visit was seen too
    const seen = anew || !last.at ? most : { ...last.shown, ...most }
    ribao.kept.write('visit', { at: now, shown: Object.fromEntries(Object.entries(seen).slice(-MOST_SHOWN)), again })
    return again
  }

  const drop = () => ['read', 'knew', 'visit'].forEach(ribao.kept.drop)
  return { on, story, reports, note, forget, visit, drop }
})()
