/** What a ledger says once it is read anew: its heading, its chain, and what the judge makes of it. */

import { createHash } from 'node:crypto'
import { planHashOf } from '../drill/index.ts'
import { historyOf } from '../history/index.ts'
import { judgeHistory, type Judgement } from '../judge/index.ts'
import { LedgerBytes, SEAL_START, type ChainState, type Entry, type Stamped } from '../ledger/index.ts'
import type { CompiledPromise } from '../drill/compiled.ts'

type EntryOf<K extends Entry['is']> = Extract<Stamped, { readonly is: K }>

export interface ReadLedger {
  readonly ledger: LedgerBytes
  readonly chain: ChainState
  readonly entries: number
  /** Of entries, and of what cannot be read as one. */
  readonly lines: number
  /** Each line has the number of its place, as far as lines can be read at all. */
  readonly inOrder: boolean
  readonly run: EntryOf<'run'> | undefined
  readonly expectation: EntryOf<'expectation'> | undefined
  /** The hash that the plan has by its lines; undefined where they are not all there. */
  readonly planHash: string | undefined
  /** Of all lines on what was planned. */
  readonly planWritten: string
  readonly expectationWritten: string
  readonly images: readonly { readonly service: string; readonly version: string; readonly image: string }[]
  readonly steps: readonly EntryOf<'step'>[]
  readonly lastMs: number
  readonly judgement: () => Judgement
}

const PLANNED: ReadonlySet<string> = new Set(['run', 'plan', 'promise', 'policy', 'intent'])

const known = new WeakMap<Buffer, ReadLedger>()

/** Each ledger is read once, whoever asks. */
export function readAgain(bytes: Buffer): ReadLedger {
  const before = known.get(bytes)
  if (before) return before
  const read = readAnew(bytes)
  known.set(bytes, read)
  return read
}

function readAnew(bytes: Buffer): ReadLedger {
  const ledger = new LedgerBytes(bytes)
  const [planned, expected] = [createHash('sha256'), createHash('sha256')]
  const promises: CompiledPromise[] = []
  const steps: EntryOf<'step'>[] = []
  const images = new Map<string, ReadLedger['images'][number]>()
  let [entries, lastMs, inOrder, last] = [0, 0, true, -1]
  let run: ReadLedger['run']
  let plan: EntryOf<'plan'> | undefined
  let expectation: ReadLedger['expectation']
  for (const entry of ledger) {
    inOrder &&= entry.at > last
    last = entry.at
    entries += 1
    lastMs = entry.ms
    if (PLANNED.has(entry.is)) planned.update(`${JSON.stringify(entry)}\n`)
    if (entry.is === 'run') run ??= entry
    else if (entry.is === 'plan') plan ??= entry
    else if (entry.is === 'promise') {
      const { promise, claim, terms, listed = false, waived = false } = entry
      promises.push({ promise, claim, terms, listed, waived })
    } else if (entry.is === 'expectation') {
      expectation ??= entry
      expected.update(`${JSON.stringify(entry)}\n`)
    } else if (entry.is === 'step' && ['skipped', 'refused', 'failed'].includes(entry.state)) steps.push(entry)
    else if (entry.is === 'service' && entry.image !== undefined) {
      const { service, version, image } = entry
      images.set(`${service} ${version} ${image}`, { service, version, image })
    }
  }
  const { chain } = ledger
  const lines = linesIn(bytes)
  return {
    ledger,
    chain,
    entries,
    lines,
    inOrder: inOrder && lines === last + 1,
    run,
    expectation,
    planHash: run && plan && planHashOf({ plan: plan.plan, row: run.row, promises }),
    planWritten: planned.digest('hex'),
    expectationWritten: expected.digest('hex'),
    images: [...images.values()],
    steps,
    lastMs,
    judgement: () => judgeHistory(historyOf(ledger), chain),
  }
}

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
