// A picture that could not be had comes flat as a line, or not at all: its caption goes with it.
;(() => {
  for (const one of document.querySelectorAll('.pic img')) {
    const look = () => one.closest('.pic').classList.toggle('gone', one.naturalWidth >= 100 * one.naturalHeight)
    one.addEventListener('load', look)
    one.addEventListener('error', look)
    if (one.complete && one.naturalWidth) look()
  }
})()
