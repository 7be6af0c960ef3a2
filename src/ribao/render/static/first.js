// Runs before the page is painted: theme and text size as the reader chose them, so that nothing flickers.
// Everything else is in ribao.js, which waits until the page is there.
(function () {
  const page = document.documentElement
  page.dataset.js = ''
  try {
    const chosen = JSON.parse(localStorage.getItem('ribao.choices')) || {}
    if (chosen.theme === 'light' || chosen.theme === 'dark') page.dataset.theme = chosen.theme
    if (chosen.size === 'large' || chosen.size === 'larger') page.dataset.size = chosen.size
    // room for the line that tells what is new, so that nothing moves when it comes
    const visit = JSON.parse(localStorage.getItem('ribao.visit'))
    if (visit && chosen.read !== false && (visit.again || Date.now() - visit.at > 1800000)) page.dataset.since = ''
  } catch (_) {
    // no storage, or not ours: the page stays as it came
  }
})()
