/** What the page does by itself: search among the lives of records, and open everything before it is printed. */

export const SCRIPT = `'use strict'
for (const box of document.querySelectorAll('[data-lives]')) {
  const search = box.querySelector('[data-search]')
  const fate = box.querySelector('[data-fate]')
  const count = box.querySelector('[data-count]')
  const items = [...box.querySelectorAll('li[data-words]')]
  const look = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    let shown = 0
    for (const item of items) {
      const fits = words.every((word) => item.dataset.words.includes(word)) &&
        (fate.value === '' || item.dataset.found.split('|').includes(fate.value))
      item.hidden = !fits
      if (fits) shown += 1
    }
    count.textContent = shown + ' of ' + items.length + ' shown'
  }
  search.addEventListener('input', look)
  fate.addEventListener('change', look)
  box.querySelector('.search').hidden = false
  look()
}
let opened = []
addEventListener('beforeprint', () => {
  const isFew = (one) => !one.closest('.lives') || one.closest('li:nth-child(-n+3)')
  opened = [...document.querySelectorAll('details:not([open])')].filter(isFew)
  for (const one of opened) one.open = true
})
addEventListener('afterprint', () => { for (const one of opened) one.open = false })
`
