/** Whoever changes a saved ledger is found out, at the line that was changed. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blockHash, type Seal } from './chain.ts'
import { Ledger, readLedger, type ChainState, type Stamped } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'syncdrill-tamper-'))
const edited = join(folder, 'edited.jsonl')
let lines: string[]

/** Three long blocks and a short one, with views, edits and notes. */
beforeAll(() => {
  const path = join(folder, 'whole.jsonl')
  let ms = 0
  const ledger = Ledger.open(path, { now: () => (ms += 0.01), drillMs: () => Math.floor(ms) * 1_000 })
  for (let index = 0; index < 1_700; index += 1) {
    if (index % 10 === 0) ledger.append({ is: 'note', text: `line ${index} – ünïcödé` })
    else
      ledger.append({
        is: 'row',
        view: 1,
        collection: 'notes',
        id: `n${index}`,
        version: `phone-1.${index}`,
        hash: 'ab',
      })
  }
  ledger.endSync('complete')
  lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
})

afterAll(() => rmSync(folder, { recursive: true }))

const isSeal = (line: string | undefined): boolean => line?.startsWith('{"seal":') ?? false

function reading(text: string): { chain: ChainState; entries: Stamped[] } {
  writeFileSync(edited, text)
  const ledger = readLedger(edited)
  const entries = [...ledger]
  return { chain: ledger.chain, entries }
}

const readingOf = (edit: (copy: string[]) => void): ReturnType<typeof reading> => {
  const copy = [...lines]
  edit(copy)
  return reading(copy.map((line) => `${line}\n`).join(''))
}

/** `flagged`, when the chain is broken at this line or within lines that include it. */
function flagAt({ state, line = Infinity, toLine = line, because = '' }: ChainState, wanted: number): string {
  if (state !== 'broken' || because === '') return `${state}: '${because}'`
  return line <= wanted && wanted <= toLine ? 'flagged' : `${line} to ${toLine}, not ${wanted}: ${because}`
}

/** An index into `lines`; the last is its final seal. One in ten is a seal, for they are few. */
const anyLine = fc.nat({ max: 1_000_000 }).map((wild) => {
  const seals = lines.flatMap((line, index) => (isSeal(line) ? [index] : []))
  return wild % 10 === 0 ? (seals[Math.floor(wild / 10) % seals.length] ?? 0) : wild % lines.length
})
const anyEntry = anyLine.filter((index) => !isSeal(lines[index]))

describe('a ledger on which nobody laid a hand', () => {
  test('is whole, and gives back every entry', () => {
    const { chain, entries } = readingOf(() => {})
    expect(chain).toEqual({ state: 'whole' })
    expect(entries.map(({ at }) => at)).toEqual(Array.from({ length: 1_701 }, (_, at) => at))
    expect(lines.filter(isSeal)).toHaveLength(4)
  })
})

describe('every tampering is flagged, at the right line', () => {
  test('a deleted line: exactly that line', () => {
    fc.assert(
      fc.property(anyLine, (index) => {
        const { chain, entries } = readingOf((copy) => copy.splice(index, 1))
        // Without its final seal, or without its last line, it is as if it had been cut there.
        const torn = index === lines.length - 1
        expect(chain).toMatchObject({ state: torn ? 'torn' : 'broken', line: torn ? index : index + 1 })
        expect(entries).toHaveLength(isSeal(lines[index]) ? 1_701 : 1_700)
      }),
      { numRuns: 150 },
    )
  })

  test('a deleted run of lines: where it began', () => {
    fc.assert(
      fc.property(anyEntry, fc.integer({ min: 1, max: 600 }), (index, count) => {
        fc.pre(index + count < lines.length - 2)
        const { chain } = readingOf((copy) => copy.splice(index, count))
        expect(flagAt(chain, index + 1)).toBe('flagged')
      }),
      { numRuns: 80 },
    )
  })

  test('one changed character anywhere: that line, or the block that it is in', () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), fc.constantFrom('0', '7', 'x', ' ', '"', '}', 'é'), (index, wild, put) => {
        const line = lines[index] ?? ''
        const place = wild % line.length
        fc.pre(line[place] !== put)
        const { chain } = readingOf((copy) => (copy[index] = line.slice(0, place) + put + line.slice(place + 1)))
        expect(flagAt(chain, index + 1)).toBe('flagged')
        expect((chain.toLine ?? 0) - (chain.line ?? 0)).toBeLessThanOrEqual(512)
      }),
      { numRuns: 200 },
    )
  })

  test('a line put in twice, elsewhere, or made up: that line', () => {
    fc.assert(
      fc.property(anyLine, anyLine, fc.boolean(), (from, to, renumbered) => {
        const before = lines[to] ?? ''
        const forged = renumbered
          ? (lines[from] ?? '').replace(/"at":\d+/, /"at":\d+/.exec(before)?.[0] ?? '')
          : lines[from]
        const { chain } = readingOf((copy) => copy.splice(to, 0, forged ?? ''))
        // A later seal that was put in reads like one whose predecessor was taken out: broken either way.
        if (isSeal(forged) && from > to) expect(chain.state).toBe('broken')
        // Of two lines that are the same, neither is more the one that was put in than the other.
        else if (forged === before) expect([flagAt(chain, to + 1), flagAt(chain, to + 2)]).toContain('flagged')
        else expect(flagAt(chain, to + 1)).toBe('flagged')
      }),
      { numRuns: 150, examples: [[512, 512, false]] },
    )
  })

  test('two lines that changed places: the first of them', () => {
    fc.assert(
      fc.property(anyEntry, anyEntry, (one, other) => {
        fc.pre(one !== other)
        const { chain } = readingOf((copy) => ([copy[one], copy[other]] = [copy[other] ?? '', copy[one] ?? '']))
        expect(flagAt(chain, Math.min(one, other) + 1)).toBe('flagged')
      }),
      { numRuns: 100 },
    )
  })

  test('a tail cut off at any byte: torn at the last line, and all before it is delivered', () => {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
        const kept = bytes.subarray(0, length)
        writeFileSync(edited, kept)
        const ledger = readLedger(edited)
        const count = [...ledger].length
        const text = kept.toString('utf8')
        expect(ledger.chain).toMatchObject({
          state: 'torn',
          line: text.split('\n').length - (text.endsWith('\n') || length === 0 ? 1 : 0),
        })
        const whole = text
          .split('\n')
          .slice(0, -1)
          .filter((line) => !isSeal(line)).length
        expect([whole, whole + 1]).toContain(count)
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    ['number', /"seal":1/, '"seal":2'],
    ['line count', /"lines":\d+/, '"lines":511'],
    ['block before', /"before":"./, '"before":"x'],
    ['hash', /"hash":"./, '"hash":"x'],
    ['spelling', /,/, ', '],
    ['spelling of a digit', /"hash":"/, '"hash":"\\u0030'],
    ['fields', /}$/, ',"by":"me"}'],
  ])('another %s in a seal: that seal', (_, what, put) => {
    const place = lines.findIndex((line) => line.startsWith('{"seal":1,'))
    const { chain } = readingOf((copy) => (copy[place] = copy[place]?.replace(what, put) ?? ''))
    expect(lines[place]).toMatch(what)
    expect(flagAt(chain, place + 1)).toBe('flagged')
  })

  test.each(['{"at":1701,"ms":1,"drillMs":1,"is":"note","text":"late"}\n', '\n', 'x', '{'])(
    '%j after the end',
    (more) => {
      const { chain } = reading(lines.map((line) => `${line}\n`).join('') + more)
      expect(flagAt(chain, lines.length + 1)).toBe('flagged')
    },
  )

  test('a well-made seal of nothing after the end', () => {
    const { seal, hash: before } = JSON.parse(lines.at(-1) ?? '') as Seal
    const forged: Seal = { seal: seal + 1, lines: 0, before, hash: blockHash(before).digest('hex') }
    const { chain } = readingOf((copy) => copy.push(JSON.stringify(forged)))
    expect(flagAt(chain, lines.length + 1)).toBe('flagged')
  })

  test('an end that counts otherwise than what stands before it', () => {
    const path = join(folder, 'miscounted.jsonl')
    const ledger = Ledger.open(path, { now: () => 0, drillMs: () => 0 })
    ledger.append({ is: 'note', text: 'one' })
    ledger.endSync('complete')
    const text = readFileSync(path, 'utf8').replace('"note":1', '"note":2')
    expect(reading(text).chain).toMatchObject({
      state: 'broken',
      line: 2,
      because: expect.stringMatching(/counts 2 entries 'note', found 1/),
    })
  })
})

const head = '"at":5,"ms":0,"drillMs":0'
const deep = '['.repeat(20_000) + ']'.repeat(20_000)

describe('a hostile line gives one clear error with line and field, and the rest is still read', () => {
  test.each([
    ['a list', '[]', /expected an entry as a JSON object, got \[\]/],
    ['null', 'null', /expected an entry/],
    ['half an object', '{"at":', /expected an entry.*got '\{"at":'/],
    ['a kind from the prototype', `{${head},"is":"__proto__"}`, /is: expected a kind of entry, got '__proto__'/],
    ['no collection', `{${head},"is":"row","view":1,"collection":7,"id":"1"}`, /row\.collection: .*, got 7/],
    [
      'a field hash',
      `{${head},"is":"row","view":1,"collection":"notes","id":"1","fields":{"a":1}}`,
      /row\.fields\.a: .*got 1/,
    ],
    ['a plan without services', `{${head},"is":"plan","plan":{}}`, /plan\.plan\.services: .*array.*got undefined/],
    ['a party nobody knows', `{${head},"is":"view","view":1,"party":{"kind":"ghost"}}`, /view\.party\.kind: /],
    ['a deep list for a text', `{${head},"is":"note","text":${deep}}`, /note\.text: /],
    [
      'a deep list where any value goes',
      `{${head},"is":"promise","promise":"p","terms":${deep}}`,
      /promise: nested too deep/,
    ],
  ])('%s', (_, line, because) => {
    const { chain, entries } = readingOf((copy) => (copy[5] = line))
    expect(chain).toMatchObject({ state: 'broken', line: 6, because: expect.stringMatching(because) })
    expect(chain.because?.length).toBeLessThan(400)
    expect(entries).toHaveLength(1_700)
  })

  test('a line without an end is not held in memory', () => {
    writeFileSync(edited, `${lines[0]}\n${'x'.repeat(20 << 20)}\n${lines[1]}\n`)
    const ledger = readLedger(edited)
    const entries = [...ledger]
    expect(entries.map(({ at }) => at)).toEqual([0, 1])
    expect(ledger.chain).toMatchObject({ state: 'broken', line: 2, because: expect.stringMatching(/more than/) })
  })

  test('a ledger that is not there is a usage failure that names it', async () => {
    const ledger = readLedger(join(folder, 'nowhere.jsonl'))
    expect(() => [...ledger]).toThrow(/nowhere\.jsonl: cannot be read: ENOENT/)
    await expect(ledger[Symbol.asyncIterator]().next()).rejects.toThrow(/nowhere\.jsonl: cannot be read: ENOENT/)
    expect(() => ledger.chain).toThrow(/read to its end/)
  })
})
