// One button that unfolds all reposts of a story, and folds them again.
;(() => {
  const folded = [...document.querySelectorAll('main details.reposts')]
  const heading = document.getElementById('reports')
  if (folded.length < 2 || !heading) return
  const button = ribao.make('button', { type: 'button', className: 'all-reposts' })
  const open = () => folded.every(one => one.open)
  const name = () => (button.textContent = ribao.say(open() ? 'foldAll' : 'unfoldAll'))
  button.addEventListener('click', () => {
    const to = !open()
    for (const one of folded) one.open = to
    name()
  })
  for (const one of folded) one.addEventListener('toggle', name)
  name()
  heading.after(button)
})()
