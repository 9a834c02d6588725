/** What the writer promises to those who wait for it. */

import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { monotonicMs } from '../kernel/index.ts'
import { Ledger, readLedger, type LedgerClock, type Stamped } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'syncdrill-writer-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const freshPath = (): string => join(folder, `${(files += 1)}.jsonl`)
const clock: LedgerClock = { now: monotonicMs, drillMs: () => 0 }
const note = (text: string) => ({ is: 'note', text }) as const

function read(path: string): { entries: Stamped[]; state: string } {
  const ledger = readLedger(path)
  const entries = [...ledger]
  return { entries, state: ledger.chain.state }
}

describe('entries', () => {
  test('are stamped in order with real and drill time, counted from the opening', () => {
    let now = 5_000
    const ledger = Ledger.open(freshPath(), { now: () => now, drillMs: () => 86_400_000 })
    expect(ledger.append(note('one'))).toBe(0)
    now += 12.34567
    expect(ledger.append(note('two'))).toBe(1)
    ledger.endSync('aborted', 'interrupted')
    expect(read(ledger.path)).toEqual({
      state: 'whole',
      entries: [
        { at: 0, ms: 0, drillMs: 86_400_000, is: 'note', text: 'one' },
        { at: 1, ms: 12.346, drillMs: 86_400_000, is: 'note', text: 'two' },
        {
          at: 2,
          ms: 12.346,
          drillMs: 86_400_000,
          is: 'end',
          state: 'aborted',
          because: 'interrupted',
          counts: { note: 2 },
        },
      ],
    })
  })

  test('come back as they were, whatever they say and wherever they were flushed', async () => {
    const words = fc.string({ unit: 'binary', maxLength: 40 })
    const said = fc.array(fc.record({ words, next: fc.constantFrom('go on', 'flush', 'flush now') }), {
      maxLength: 1_300,
    })
    await fc.assert(
      fc.asyncProperty(said, async (notes) => {
        const ledger = Ledger.open(freshPath(), clock)
        for (const one of notes) {
          ledger.append(note(one.words))
          if (one.next === 'flush now') ledger.flushSync()
          if (one.next === 'flush') await ledger.flush()
        }
        await ledger.end('complete')
        const { entries, state } = read(ledger.path)
        expect(state).toBe('whole')
        expect(entries.flatMap((entry) => (entry.is === 'note' ? [entry.text] : []))).toEqual(
          notes.map((one) => one.words),
        )
        const again: Stamped[] = []
        for await (const entry of readLedger(ledger.path)) again.push(entry)
        expect(again).toEqual(entries)
      }),
      { numRuns: 30 },
    )
  })

  test('reach whoever listens, at once, until they stop', () => {
    const ledger = Ledger.open(freshPath(), clock)
    const heard: Stamped[] = []
    const stop = ledger.onEntry((entry) => heard.push(entry))
    ledger.append(note('heard'))
    expect(heard).toMatchObject([{ at: 0, is: 'note', text: 'heard' }])
    stop()
    ledger.append(note('not heard'))
    expect(heard).toHaveLength(1)
    ledger.endSync('complete')
  })
})

describe('flush', () => {
  test('resolves after all that was appended before it is in the file, for a hundred callers at once', async () => {
    const ledger = Ledger.open(freshPath(), clock)
    const callers = Array.from({ length: 100 }, async (_, caller) => {
      for (let round = 0; round < 20; round += 1) {
        const at = ledger.append(note(`${caller} in round ${round}`))
        await ledger.flush()
        expect(readFileSync(ledger.path, 'utf8')).toContain(`{"at":${at},`)
      }
    })
    await Promise.all(callers)
    await ledger.end('complete')
    expect(read(ledger.path)).toMatchObject({ state: 'whole', entries: { length: 2_001 } })
  })

  test('is one write for all who ask in one turn', () => {
    const ledger = Ledger.open(freshPath(), clock)
    ledger.append(note('one'))
    const first = ledger.flush()
    ledger.append(note('two'))
    expect(ledger.flush()).toBe(first)
    return first.then(() => ledger.end('complete'))
  })

  test('happens by itself soon, for whoever follows the file', async () => {
    const ledger = Ledger.open(freshPath(), clock)
    ledger.append(note('idle'))
    expect(readFileSync(ledger.path, 'utf8')).toBe('')
    await expect.poll(() => readFileSync(ledger.path, 'utf8')).toContain('idle')
    await ledger.end('complete')
  })
})

describe('what is refused', () => {
  test('a file that exists: it has a writer of its own', () => {
    const path = freshPath()
    writeFileSync(path, 'mine')
    expect(() => Ledger.open(path, clock)).toThrow(/expected to create it, got: EEXIST/)
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  test('anything after the end', async () => {
    const ledger = Ledger.open(freshPath(), clock)
    await ledger.end('complete')
    expect(() => ledger.append(note('late'))).toThrow(/nothing follows its end/)
    await expect(ledger.end('complete')).rejects.toThrow(/nothing follows its end/)
    await expect(ledger.flush()).resolves.toBeUndefined()
  })
})

describe.skipIf(process.platform !== 'linux')('a full disk, which /dev/full always is', () => {
  const onFullDisk = (): Ledger => Ledger.on(openSync('/dev/full', 'w'), '/dev/full', clock)

  test('rejects at flush, and forever after', async () => {
    const ledger = onFullDisk()
    ledger.append(note('acknowledged'))
    await expect(ledger.flush()).rejects.toThrow(/ledger \/dev\/full: cannot be written: ENOSPC/)
    expect(() => ledger.flushSync()).toThrow(/ENOSPC/)
    expect(() => ledger.append(note('more'))).toThrow(/ENOSPC/)
    await expect(ledger.flush()).rejects.toThrow(/ENOSPC/)
    await expect(ledger.end('complete')).rejects.toThrow(/ENOSPC/)
  })

  test('is not forgotten when nobody was waiting for the write', async () => {
    const ledger = onFullDisk()
    ledger.append(note('idle'))
    await expect
      .poll(() => {
        try {
          ledger.append(note('still'))
          return 'taken'
        } catch (thrown) {
          return String(thrown)
        }
      })
      .toMatch(/ENOSPC/)
    await expect(ledger.flush()).rejects.toThrow(/ENOSPC/)
  })

  test('stops a writer that never flushes before memory is full', () => {
    const ledger = onFullDisk()
    expect(() => {
      for (let row = 0; row < 100_000; row += 1) ledger.append(note('x'.repeat(100)))
    }).toThrow(/ENOSPC/)
    expect(ledger.length).toBeLessThan(20_000)
  })
})
