// What this device keeps for its reader, in localStorage; in a page from a file or with storage shut, for this page only.
ribao.kept = (() => {
  const own = {}
  const read = name => {
    try {
      return JSON.parse(localStorage.getItem('ribao.' + name)) ?? {}
    } catch (_) {
      return own[name] ?? {}
    }
  }
  const write = (name, value) => {
    own[name] = value
    try {
      localStorage.setItem('ribao.' + name, JSON.stringify(value))
    } catch (_) {
      // full or shut: it lasts as long as the page
    }
  }
  const drop = name => {
    delete own[name]
    try {
      localStorage.removeItem('ribao.' + name)
    } catch (_) {}
  }
  return { read, write, drop }
})()

// The reader's choices: theme, size, keys, read, offline. What was never chosen is undefined.
ribao.choice = name => ribao.kept.read('choices')[name]
ribao.choose = (name, value) => {
  const choices = ribao.kept.read('choices')
  if (value === undefined) delete choices[name]
  else choices[name] = value
  ribao.kept.write('choices', choices)
  document.dispatchEvent(new CustomEvent('ribao:chosen', { detail: name }))
}
