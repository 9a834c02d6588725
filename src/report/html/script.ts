/** What the page does by itself: search, sort, zoom, open what a link names, open everything before it is printed. */

const SEARCH = `
for (const box of document.querySelectorAll('[data-lives]')) {
  const search = box.querySelector('[data-search]')
  const filters = [...box.querySelectorAll('[data-filter]')]
  const count = box.querySelector('[data-count]')
  const items = [...box.querySelectorAll('li[data-words]')]
  const look = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    const wanted = filters.filter((one) => one.value !== '')
    let shown = 0
    for (const item of items) {
      const fits = words.every((word) => item.dataset.words.includes(word)) &&
        wanted.every((one) => item.dataset[one.dataset.filter].split('|').includes(one.value))
      item.hidden = !fits
      if (fits) shown += 1
    }
    count.textContent = shown + ' of ' + items.length + ' shown'
  }
  box.addEventListener('all', () => {
    search.value = ''
    for (const one of filters) one.value = ''
    look()
  })
  search.addEventListener('input', look)
  for (const one of filters) one.addEventListener('change', look)
  box.querySelector('.search').hidden = false
  look()
}
`

const OPEN = `
const reveal = () => {
  const there = document.getElementById(location.hash.slice(1))
  if (!there) return
  if (there.closest('li[hidden]')) there.closest('[data-lives]').dispatchEvent(new Event('all'))
  for (let one = there.closest('details'); one; one = one.parentElement.closest('details')) one.open = true
  there.scrollIntoView()
}
addEventListener('hashchange', reveal)
reveal()
`

const SORT = `
const valueOf = (row, place) => {
  const cell = row.cells[place]
  const value = cell.dataset.value ?? cell.textContent.trim()
  return value !== '' && !isNaN(value) ? Number(value) : value
}
const compared = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b :
  typeof a === 'number' ? -1 : typeof b === 'number' ? 1 : a.localeCompare(b)
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells]
  heads.forEach((head, place) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') !== 'ascending'
      for (const one of heads) one.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
      const rows = [...table.tBodies[0].rows]
      rows.sort((a, b) => compared(valueOf(a, place), valueOf(b, place)) * (up ? 1 : -1))
      table.tBodies[0].append(...rows)
    })
  })
}
`

const ZOOM = `
for (const box of document.querySelectorAll('[data-zoomable]')) {
  const pane = box.querySelector('.pane')
  let zoom = 1
  const to = (next, at) => {
    next = Math.min(32, Math.max(1, next))
    const before = (pane.scrollLeft + at) / (pane.clientWidth * zoom)
    zoom = next
    for (const one of pane.children) one.style.width = zoom * 100 + '%'
    box.dataset.zoom = zoom
    pane.scrollLeft = before * pane.clientWidth * zoom - at
  }
  const middle = () => pane.clientWidth / 2
  const moves = {
    in: () => to(zoom * 2, middle()), out: () => to(zoom / 2, middle()), all: () => to(1, 0),
    left: () => { pane.scrollLeft -= middle() }, right: () => { pane.scrollLeft += middle() },
  }
  const buttons = box.querySelector('[data-moves]')
  buttons.hidden = false
  buttons.addEventListener('click', (event) => moves[event.target.dataset.move]?.())
  pane.addEventListener('keydown', ({ key }) => ({ '+': moves.in, '-': moves.out, 0: moves.all })[key]?.())
  pane.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return
    event.preventDefault()
    to(event.deltaY < 0 ? zoom * 2 : zoom / 2, event.clientX - pane.getBoundingClientRect().left)
  }, { passive: false })
}
`

const PRINT = `
let opened = []
addEventListener('beforeprint', () => {
  const isFew = (one) => !one.closest('.lives') || one.closest('li:nth-child(-n+3)')
  opened = [...document.querySelectorAll('details:not([open])')].filter(isFew)
  for (const one of opened) one.open = true
})
addEventListener('afterprint', () => { for (const one of opened) one.open = false })
`

export const SCRIPT = `'use strict'${SEARCH}${SORT}${ZOOM}${PRINT}${OPEN}`
