/**
 * The page of a large run in a real browser, beside an empty page in the same one: how large it is, and how long its
 * longest tasks are while it opens and while its records are filtered.
 */

import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { Failure } from '../src/kernel/index.ts'
import { madeUpPage } from '../src/report/html/testing/made-up.ts'
import { median } from './arithmetic.ts'
import { inMs, type Options, type Outcome } from './outcome.ts'

const CHROMIUM = process.env['SYNCDRILL_CHROMIUM'] ?? '/usr/bin/chromium'
const SIZES = [1_000_000]
const [LARGEST, PAUSE] = [5, 200] as const
const EMPTY = '<!doctype html><html lang="en"><title>empty</title><input type="search" data-search></html>'

/** Seen from the first moment of a page; a task shorter than 50 ms is none of these. */
const WATCH = `globalThis.longest = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
  }).observe({ type: 'longtask', buffered: true })`

export async function page({ rounds, sizes, tell }: Options): Promise<Outcome> {
  if (!existsSync(CHROMIUM)) throw new Failure('environment', `page: no browser at ${CHROMIUM} (SYNCDRILL_CHROMIUM)`)
  const folder = await mkdtemp(join(tmpdir(), 'syncdrill-bench-page-'))
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  try {
    const table: (readonly string[])[] = [['page', 'MB', 'longest task', 'beyond the empty page']]
    const goals: Outcome['goals'][number][] = []
    const empty = join(folder, 'empty.html')
    await writeFile(empty, EMPTY)
    for (const size of sizes.length > 0 ? sizes : SIZES) {
      tell(`makes up a run of ${size} operations`)
      const { text } = madeUpPage({ operations: size })
      const path = join(folder, `${size}.html`)
      await writeFile(path, text)
      const [own, none]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round += 1) {
        none.push(await longestTask(browser, empty))
        own.push(await longestTask(browser, path))
      }
      const megabytes = Buffer.byteLength(text) / 1_000_000
      const more = median(own) - median(none)
      table.push([`of ${size} operations`, megabytes.toFixed(2), inMs(median(own)), inMs(more)])
      goals.push({ what: `MB of the page of ${size} operations`, value: megabytes, atMost: LARGEST })
      goals.push({ what: 'ms of its longest task beyond the empty page', value: more, atMost: PAUSE })
    }
    return { name: 'page', table, remarks: ['Opened, searched and filtered; medians of the rounds.'], goals }
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
}

/** In milliseconds; 0 where none took 50. */
async function longestTask(browser: Browser, path: string): Promise<number> {
  const opened = await browser.newPage()
  try {
    await opened.addInitScript(WATCH)
    await opened.goto(`file://${path}`)
    await opened.locator('[data-search]').first().pressSequentially('rec-0001')
    await opened.locator('[data-search]').first().fill('')
    const filter = opened.locator('[data-filter=device]').first()
    if ((await filter.count()) > 0) await filter.selectOption({ index: 1 })
    // Two frames later, whatever was begun is done.
    await opened.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    return Number(await opened.evaluate('longest'))
  } finally {
    await opened.close()
  }
}
