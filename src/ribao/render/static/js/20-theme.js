// Light, dark, or as the device has it; and the size of text.
;(() => {
  const page = document.documentElement
  const night = matchMedia('(prefers-color-scheme: dark)')

  const put = (name, value) => {
    if (value) page.dataset[name] = value
    else delete page.dataset[name]
  }
  const apply = () => {
    put('theme', ribao.choice('theme'))
    put('size', ribao.choice('size'))
  }

  // the button turns to the other one; where that is the device's own, it is followed from then on
  ribao.turnTheme = () => {
    const dark = page.dataset.theme ? page.dataset.theme === 'dark' : night.matches
    ribao.choose('theme', !dark === night.matches ? undefined : dark ? 'light' : 'dark')
    ribao.tell(ribao.say(dark ? 'light' : 'dark'))
  }

  document.addEventListener('ribao:chosen', apply)
  addEventListener('storage', event => event.key === 'ribao.choices' && apply())
})()
