/** The course of a made-up run: what each scene opens with, what happens in it, and how it closes. */

import type { Entry, Phase } from '../../src/ledger/index.ts'
import { PRESET_NAMES } from '../../src/records/index.ts'
import type { Part } from './operations.ts'

export interface Scene {
  readonly opens: readonly Entry[]
  /** Devices work: which part of the operations. */
  readonly part?: Part
  /** What is read, or done with all records, after that. */
  readonly next?: 'adopt' | 'read back' | 'look for zeroed' | 'edge restore' | 'see restored' | 'fresh edits' | 'audit'
  readonly closes: readonly Entry[]
}

const LOSE_ACKS = { is: 'injury', injury: 'injury-1', step: 'disaster.1', name: 'loseAcks', kind: 'fault' } as const
const ZERO_PAGES = { is: 'injury', injury: 'injury-2', step: 'disaster.3', name: 'zeroPages', kind: 'damage' } as const
const LINK = { on: ['sync'], settings: { share: 0.1 } } as const
const SAN = { on: ['san'], settings: { share: 0.1 } } as const
const COPY = { is: 'copy', backup: 'nightly', copy: 'nightly/1', volume: 'vault' } as const
const EDGE = { is: 'restore', step: 'recovery.1', from: 'edge' } as const

const begin = (phase: Phase): Entry => ({ is: 'phase', phase, state: 'begin' })
const end = (phase: Phase): Entry => ({ is: 'phase', phase, state: 'end' })
const into = (step: string): Entry => ({ is: 'step', step, state: 'begin' })
const outOf = (step: string): Entry => ({ is: 'step', step, state: 'end' })

/** Each collection is validated, then opened, one after the other. */
const REOPENED = PRESET_NAMES.flatMap((one): readonly Entry[] => [
  { is: 'door', service: 'sync', collections: [one], state: 'validated', rows: 1, step: 'recovery.1' },
  { ...EDGE, state: 'validated', collection: one },
  { is: 'door', service: 'sync', collections: [one], state: 'opened', step: 'recovery.1' },
  { ...EDGE, state: 'opened', collection: one },
])

export const SCENES: readonly Scene[] = [
  {
    opens: [
      begin('start'),
      { is: 'service', service: 'sync', version: 'v1', state: 'started' },
      end('start'),
      begin('adopt'),
    ],
    next: 'adopt',
    closes: [end('adopt')],
  },
  { opens: [begin('before'), into('before.1')], part: 'before', closes: [outOf('before.1')] },
  {
    opens: [into('before.2'), { ...COPY, state: 'begin' }, { ...COPY, state: 'claimed ok' }, outOf('before.2')],
    next: 'read back',
    closes: [end('before')],
  },
  {
    opens: [
      begin('disaster'),
      into('disaster.1'),
      { is: 'strike', step: 'disaster.1' },
      { ...LOSE_ACKS, ...LINK, state: 'begin' },
      { ...LOSE_ACKS, ...LINK, state: 'injected' },
      outOf('disaster.1'),
      into('disaster.2'),
    ],
    part: 'disaster',
    closes: [outOf('disaster.2')],
  },
  {
    opens: [
      into('disaster.3'),
      { ...ZERO_PAGES, ...SAN, state: 'begin' },
      { ...ZERO_PAGES, ...SAN, state: 'injected', took: [{ kind: 'volume', volume: 'san' }] },
      { is: 'witness', injury: 'injury-2', saw: 'effect', what: 'pages of san are zero', count: 100 },
      outOf('disaster.3'),
    ],
    next: 'look for zeroed',
    closes: [end('disaster')],
  },
  {
    opens: [
      begin('recovery'),
      { is: 'witness', injury: 'injury-1', saw: 'effect', what: 'answers were lost', count: 100 },
      { ...LOSE_ACKS, ...LINK, state: 'healing' },
      { ...LOSE_ACKS, ...LINK, state: 'healed' },
      into('recovery.1'),
      { ...EDGE, state: 'begin' },
      { is: 'door', service: 'sync', collections: PRESET_NAMES, state: 'closed', step: 'recovery.1' },
    ],
    next: 'edge restore',
    closes: [...REOPENED, { ...EDGE, state: 'end' }, outOf('recovery.1')],
  },
  { opens: [], next: 'see restored', closes: [] },
  { opens: [into('recovery.2')], part: 'recovery', closes: [outOf('recovery.2'), end('recovery')] },
  {
    opens: [begin('heal'), end('heal'), begin('quiesce')],
    next: 'fresh edits',
    closes: [{ is: 'quiesced', state: 'quiet' }, end('quiesce')],
  },
  { opens: [begin('audit')], next: 'audit', closes: [end('audit')] },
]
