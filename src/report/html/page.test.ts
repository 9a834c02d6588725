import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printable } from '../printable.ts'
import { HOSTILE, rendererContract } from '../renderer.contract.ts'
import { html } from './escape.ts'
import { toHtml } from './page.ts'
import { HOSTILE_IN_PAGES } from './testing/hostile.ts'
import { madeUpPage } from './testing/made-up.ts'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** As a reader sees it: tags are gone, entities are what they stand for. The browser's own opinion: browser.test.ts. */
const readOf = (page: string): string =>
  page
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')

const ALL = [...HOSTILE, ...HOSTILE_IN_PAGES]

rendererContract({
  name: 'page',
  render: (report) => toHtml(report, new Map()),
  read: readOf,
  seen: (text) => printable(text),
})

describe('text of strangers', () => {
  test('there are sixty', () => {
    expect(new Set(ALL).size).toBe(60)
  })

  test.each(ALL)('%j makes no element, wherever it stands', (stranger) => {
    const count = (text: string) => text.match(/<[a-z!/]/gi)?.length
    const hostile = madeUpPage({ operations: 3, stranger })
    expect(count(hostile.text)).toBe(count(madeUpPage({ operations: 3, stranger: 'as reported' }).text))
    expect(readOf(hostile.text)).toContain(printable(stranger))
  })

  test('is escaped in any template, and markup of ours is not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const made = html`<b title="${text}">${text}${html`<i>${1}</i>`}${[text, undefined, false]}</b>`.toString()
        expect(made.match(/</g)).toHaveLength(4)
        expect(made.match(/"/g)).toHaveLength(2)
        expect(readOf(made)).toBe(`${printable(text, 2_000)}1${printable(text, 2_000)}`)
      }),
    )
  })
})

describe('the page of a run', () => {
  const { page, text, judgement } = madeUpPage({ operations: 600 })

  test('has as many records, losses and answers as the judge and the ledger', () => {
    const lost = judgement.promises.flatMap(({ findings }) => findings).map(({ record }) => record)
    expect(page.lives.filter(({ found }) => found.length > 0).map(({ record }) => record)).toEqual(lost)
    expect(readOf(text)).toContain(`What became of ${judgement.acknowledged} acknowledged records`)
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    for (const clock of ['ms', 'drillMs'] as const) {
      const { acked, rejected, indeterminate } = page.traffic[clock]
      expect([sum(acked), sum(rejected), sum(indeterminate)]).toEqual([600, 30, 30])
    }
  })

  test('says what it cost the machine, the heaviest service first', () => {
    const { report } = madeUpPage({ operations: 3 })
    const usage = {
      services: { db: { cpuMs: 10, memoryBytes: 5e7 }, sync: { cpuMs: 2_640, memoryBytes: 1.36e8 } },
      harness: { cpuMs: 3_500, memoryBytes: 3.57e8 },
    }
    const said = readOf(toHtml({ ...report, arms: report.arms.map((arm) => ({ ...arm, usage })) }, new Map()))
    expect(said).toContain('sync 2.6s, 136 MB; db 10ms, 50 MB; syncdrill itself 3.5s, 357 MB')
  })

  test('says what was promised, which copies there were and where, and what was taken', () => {
    const said = readOf(text)
    for (const part of ['site east', 'site west', 'taken by zeroPages san', 'copies of sync (nightly, every 1d)', 'c1'])
      expect(said).toContain(part)
  })

  test('tells the life of a lost record from its making to what took it', () => {
    const life = page.lives.find(({ found }) => found.length > 0)
    expect(life?.events.map(({ sign }) => sign)).toEqual(['edit', 'acknowledged', 'injury', 'refused'])
    const well = page.lives.find(({ found }) => found.length === 0)
    expect(well?.events.map(({ sign }) => sign).slice(0, 3)).toEqual(['edit', 'acknowledged', 'injury'])
    expect(well?.events.at(-1)).toMatchObject({ sign: 'shown', text: expect.stringContaining('the server shows') })
  })

  test('the curve falls when the server cannot be read, and rises to what is there at the end', () => {
    for (const points of page.curves.values()) {
      const shares = points.map(({ share }) => share)
      expect(shares.slice(0, 2)).toEqual([1, 0])
      expect(shares.at(-1)).toBeGreaterThan(0.9)
      expect(shares.at(-1)).toBeLessThanOrEqual(1)
    }
    expect([...page.curves.values()].some((points) => (points.at(-1)?.share ?? 1) < 1)).toBe(true)
  })

  test('of 600 edits is under 2 MB, of 100,000 under 5 MB', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(2_000_000)
    expect(Buffer.byteLength(madeUpPage({ operations: 100_000 }).text)).toBeLessThan(5_000_000)
  })

  test('whose ledger could not be read says so, and shows the rest', () => {
    const { report } = madeUpPage({ operations: 3 })
    const said = readOf(toHtml(report, new Map([['one', { unread: 'line 7 is no entry' }]])))
    expect(said).toContain('Its ledger could not be shown: line 7 is no entry')
    expect(said).toContain('Fates by collection')
  })
})
