/** What a ledger says on its face: its heading, how it is sealed, and what a verifier compares with what was signed. */

import { createHash } from 'node:crypto'
import { SEAL_START } from './chain.ts'
import type { Entry, Stamped } from './entries.ts'
import { LedgerBytes } from './reader.ts'
import type { ChainState } from './verify.ts'

type EntryOf<K extends Entry['is']> = Extract<Stamped, { readonly is: K }>

export interface Scan {
  readonly ledger: LedgerBytes
  readonly chain: ChainState
  readonly entries: number
  /** Of entries, and of what cannot be read as one. */
  readonly lines: number
  /** Each line has the number of its place, as far as lines can be read at all. */
  readonly inOrder: boolean
  readonly run: EntryOf<'run'> | undefined
  readonly plan: EntryOf<'plan'> | undefined
  readonly promises: readonly EntryOf<'promise'>[]
  readonly expectation: EntryOf<'expectation'> | undefined
  /** SHA-256 of all that stands before the first phase, expectations aside. */
  readonly planWritten: string
  readonly expectationWritten: string
  readonly images: readonly { readonly service: string; readonly version: string; readonly image: string }[]
  /** Those that were not carried out. */
  readonly steps: readonly EntryOf<'step'>[]
  /** Of the last entry. */
  readonly lastMs: number
}

const NOT_DONE: ReadonlySet<string> = new Set(['skipped', 'refused', 'failed'])

export function scan(bytes: Buffer): Scan {
  const ledger = new LedgerBytes(bytes)
  const [planned, expected] = [createHash('sha256'), createHash('sha256')]
  const all: Stamped[] = []
  let [inOrder, last, lastMs, isHeading, entries] = [true, -1, 0, true, 0]
  for (const entry of ledger) {
    inOrder &&= entry.at > last
    last = entry.at
    lastMs = entry.ms
    entries += 1
    isHeading &&= entry.is !== 'phase'
    const digest = entry.is === 'expectation' ? expected : isHeading ? planned : undefined
    digest?.update(`${JSON.stringify(entry)}\n`)
    if (KEPT.has(entry.is)) all.push(entry)
  }
  const of = <K extends Entry['is']>(is: K) => all.filter((entry): entry is EntryOf<K> => entry.is === is)
  const lines = linesIn(bytes)
  return {
    ledger,
    chain: ledger.chain,
    entries,
    lines,
    inOrder: inOrder && lines === last + 1,
    run: of('run')[0],
    plan: of('plan')[0],
    promises: of('promise'),
    expectation: of('expectation')[0],
    planWritten: planned.digest('hex'),
    expectationWritten: expected.digest('hex'),
    images: of('service').flatMap(({ service, version, image }) =>
      image === undefined ? [] : [{ service, version, image }],
    ),
    steps: of('step').filter(({ state }) => NOT_DONE.has(state)),
    lastMs,
  }
}

const KEPT: ReadonlySet<string> = new Set(['run', 'plan', 'promise', 'expectation', 'service', 'step'])

/** Those that are not seals. */
function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf('\n', from)
    const end = newline < 0 ? bytes.length : newline
    if (bytes.toString('latin1', from, Math.min(end, from + SEAL_START.length)) !== SEAL_START) lines += 1
    from = end + 1
  }
  return lines
}
