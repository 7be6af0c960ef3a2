'use strict'
// What all parts share. They are joined into one file, in the order of their names.
const ribao = (() => {
  const script = document.currentScript
  const root = new URL('../', script ? script.src : location.href).href // the site's folder, with the language's prefix
  const words = document.getElementById('words')?.dataset ?? {}
  const web = location.protocol === 'https:' || location.protocol === 'http:'

  // 'reports' with 3 → "3 new reports"; one of anything has a form of its own: 'reportsOne'
  const say = (name, n, more = {}) => {
    let text = (n === 1 && words[name + 'One']) || words[name] || ''
    for (const [key, value] of Object.entries({ n, ...more })) text = text.replace('{' + key + '}', value)
    return text
  }

  const make = (tag, values = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), values)
    made.append(...inside)
    return made
  }

  // what a screen reader is told, and nobody else
  const tell = text => {
    const said = document.getElementById('said')
    if (said) said.textContent = text
  }

  return { root, web, say, make, tell }
})()
