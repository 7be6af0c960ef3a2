// The sheet of tools: theme, text size, what the page does for its reader, and the keys.
;(() => {
  const sheet = document.getElementById('tools')
  if (!sheet?.showModal) return

  const show = () => {
    for (const field of sheet.querySelectorAll('input')) {
      const chosen = ribao.choice(field.name)
      field.checked = field.type === 'checkbox' ? chosen !== false : (chosen ?? '') === field.value
    }
    sheet.showModal()
  }
  ribao.showSheet = () => sheet.open || show()

  sheet.addEventListener('change', ({ target }) => {
    const value = target.type === 'checkbox' ? (target.checked ? undefined : false) : target.value || undefined
    ribao.choose(target.name, value)
  })
  // a click beside the sheet closes it: its own box is filled by what lies inside
  sheet.addEventListener('click', ({ target }) => {
    if (target === sheet || target.dataset.do === 'close') sheet.close()
  })
  document.addEventListener('click', ({ target }) => {
    const asked = target.closest?.('[data-do]')?.dataset.do
    if (asked === 'theme') ribao.turnTheme()
    if (asked === 'sheet') ribao.showSheet()
  })
})()
