/** Stories that a property is tried on: two accounts of two devices, a server that is mostly honest, and mishaps. */

import fc from 'fast-check'
import { PRESET_NAMES, type CollectionName } from '../../records/index.ts'
import type { Party, RowEntry } from '../../ledger/index.ts'
import { Story } from './story.ts'

const DEVICES = ['d1', 'd2', 'd3', 'd4'] as const
const HOMES: Readonly<Record<string, string>> = { d1: 'a1', d2: 'a1', d3: 'a2', d4: 'a2' }
const ACCOUNTS = ['a1', 'a2'] as const

const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) })

const device = fc.constantFrom(...DEVICES)
const account = fc.constantFrom(...ACCOUNTS)
const record = fc.integer({ min: 0, max: 8 })
const state = mostly<'complete' | 'unreadable' | 'gone'>('complete', 'unreadable', 'gone')
const unread = mostly<CollectionName | undefined>(undefined, ...PRESET_NAMES)
/** What a read shows of a record otherwise than it is. */
const wrong = fc.record({
  record,
  how: fc.constantFrom('missing', 'older', 'damaged', 'twice', 'blank', 'merged', 'elsewhere'),
})

const happening = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      is: fc.constant('edit' as const),
      device,
      record,
      isDelete: mostly(false, true),
      outcome: mostly<'acked' | 'rejected' | 'indeterminate' | 'unsent'>(
        'acked',
        'rejected',
        'indeterminate',
        'unsent',
      ),
      /** It was made by somebody who looks at what the server shows. */
      isAware: mostly(true, false),
      isFresh: mostly(false, true),
      again: mostly<'acked' | undefined>(undefined, 'acked'),
      field: fc.constantFrom('text', 'title'),
      score: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('sync' as const), device, wrong: fc.option(wrong, { freq: 5 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('look' as const),
      account,
      state,
      unread,
      wrong: fc.option(wrong, { freq: 5 }),
      when: fc.constantFrom('after step' as const, 'read back' as const, 'gate' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('strike' as const), kind: fc.constantFrom('fault', 'damage') }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('copy' as const), account }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('restore' as const), account, from: mostly('edge', 'copy') }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('forget' as const), account, record }) },
)

/** A read of the end, of the server, a device or a new device, and how it is dishonest. */
const final = fc.record({ state, unread, wrong: fc.option(wrong, { freq: 4 }) })

/** All of them, in the order in which they happen. */
export interface Plot {
  readonly happenings: readonly (typeof happening extends fc.Arbitrary<infer H> ? H : never)[]
  readonly finals: readonly (typeof final extends fc.Arbitrary<infer F> ? F : never)[]
  readonly traces: number | undefined
}

export const plots: fc.Arbitrary<Plot> = fc.record({
  happenings: fc.array(happening, { minLength: 4, maxLength: 50 }),
  finals: fc.array(final, { minLength: 8, maxLength: 8 }),
  traces: fc.option(record, { freq: 9, nil: undefined }),
})

type Happening = Plot['happenings'][number]
type Of<K extends Happening['is']> = Extract<Happening, { readonly is: K }>
type Shows = Map<string, readonly string[]>
type Wrong = Plot['finals'][number]['wrong']

export function storyOf({ happenings, finals, traces }: Plot): Story {
  const told = new Told()
  for (const one of happenings) told.happens(one)
  if (traces !== undefined) told.story.tell({ is: 'traces', where: 'san', records: [nameOf(traces, 'a1')] })
  return told.ends(finals)
}

const nameOf = (place: number, home: string): string => `${home}-r${place}`
const collectionOf = (place: number): CollectionName => PRESET_NAMES[place % PRESET_NAMES.length] ?? 'notes'

class Told {
  readonly story = new Story({ verdict: 'pass' }, [
    ['nothingAcknowledgedIsLost', {}],
    ['recoveryTime', { notes: 12 }],
  ])
  readonly #server = new Map<string, Shows>(ACCOUNTS.map((one) => [one, new Map()]))
  readonly #copies = new Map<string, Shows>()
  readonly #edits = new Map<string, string[]>()
  readonly #counts = new Map<string, number>()

  happens(one: Happening): unknown {
    switch (one.is) {
      case 'edit':
        return this.#edit(one)
      case 'sync':
        return this.#read({ kind: 'device', account: homeOf(one.device), device: one.device }, { ...one, when: 'sync' })
      case 'look':
        return this.#read({ kind: 'server', account: one.account }, one)
      case 'strike':
        return this.story.strike().injures('happens', [], 'effect', one.kind === 'fault' ? 'fault' : 'damage')
      case 'copy':
        return this.#copy(one)
      case 'restore':
        return this.#restore(one)
      case 'forget':
        return this.#shows(one.account).delete(nameOf(one.record, one.account))
    }
  }

  ends(finals: Plot['finals']): Story {
    this.story.tell({ is: 'quiesced', state: 'quiet' })
    const parties: readonly Party[] = [
      ...DEVICES.map((one) => ({ kind: 'device' as const, account: homeOf(one), device: one })),
      ...ACCOUNTS.map((one) => ({ kind: 'new device' as const, account: one, device: `new-${one}` })),
      ...ACCOUNTS.map((one) => ({ kind: 'server' as const, account: one })),
    ]
    for (const [place, party] of parties.entries()) {
      const {
        state: how,
        unread: of,
        wrong: what,
      } = finals[place] ?? { state: 'complete', unread: undefined, wrong: null }
      this.#read(party, { state: how, unread: of, wrong: what, when: 'final' })
    }
    for (const [copy, shows] of this.#copies) {
      this.story.view({ kind: 'copy', account: 'a1', copy }, [...shows.values()].flat())
      this.story.tell({ is: 'clean room', copy, finding: 'sound' })
    }
    return this.story.over()
  }

  #shows(home: string): Shows {
    return this.#server.get(home) ?? new Map()
  }

  #edit({ device: by, record: place, isDelete, outcome, isAware, isFresh, again, field, score }: Of<'edit'>): void {
    const home = homeOf(by)
    const [name, of] = [nameOf(place, home), collectionOf(place)]
    const shown = this.#shows(home).get(name) ?? []
    const known = this.#edits.get(name) ?? []
    const on = isAware ? shown : known.slice(0, 1)
    const change = isDelete && on.length > 0 ? { delete: true as const } : {}
    const number = (this.#counts.get(by) ?? 0) + 1
    this.#counts.set(by, number)
    const token = `${by}.${number}`
    const fields = { text: field === 'text' ? token : 'as before', title: field === 'title' ? token : 'as before' }
    const more = { ...(of === 'scores' && { score }), ...(isFresh && known.length === 0 && { fresh: true as const }) }
    this.story.edit(token, name, { collection: of, account: home, on, outcome, fields, ...change, ...more })
    if (again && outcome !== 'unsent') this.story.again(token, again)
    if (!isDelete || on.length === 0) this.#edits.set(name, [...known, token])
    const isDone = outcome === 'acked' || (again === 'acked' && outcome !== 'unsent')
    if (!isDone) return
    const left = shown.filter((one) => !on.includes(one))
    this.#shows(home).set(name, isDelete && on.length > 0 ? left : [...left, token])
  }

  #copy({ account: home }: Of<'copy'>): void {
    const copy = `copy-${this.#copies.size + 1}`
    this.story.tell({ is: 'copy', backup: 'b', copy: 'b/1', volume: 'san', state: 'begin' })
    this.story.tell({ is: 'copy', backup: 'b', copy, volume: 'san', state: 'claimed ok' })
    if (this.#copies.size === 0 && home === 'a1') this.#copies.set(copy, new Map(this.#shows('a1')))
  }

  #restore({ account: home, from }: Of<'restore'>): void {
    const [copy] = this.#copies
    if (from === 'copy' && !copy) return
    const what = from === 'copy' ? { from: 'copy' as const, copy: copy?.[0] ?? '' } : { from: 'edge' as const }
    for (const mark of ['begin', 'end'] as const)
      this.story.tell({ is: 'restore', step: 'recovery.1', state: mark, accounts: [home], ...what })
    if (from === 'copy' && copy && home === 'a1') this.#server.set('a1', new Map(copy[1]))
  }

  #read(party: Party, { state: how = 'complete', unread: of, wrong: what, when }: ReadOptions): void {
    const shown = [...this.#shows(party.account)].flatMap(([name, tokens]) =>
      this.#rows(name, tokens, what ?? undefined, party.account),
    )
    const rows = what?.how === 'elsewhere' ? [...shown, ...this.#strange(what.record, party.account)] : shown
    const covered = rows.filter((row) => row.collection !== of)
    this.story.view(party, how === 'complete' ? covered : [], { when, state: how, ...(of && { unread: [of] }) })
  }

  /** What is shown of a record, honestly or not. */
  #rows(
    name: string,
    tokens: readonly string[],
    what: NonNullable<Wrong> | undefined,
    home: string,
  ): readonly RowEntry[] {
    const rows = tokens.map((token) => this.story.row(token))
    const [first] = rows
    if (!what || !first || nameOf(what.record, home) !== name) return rows
    const oldest = this.#edits.get(name)?.[0] ?? ''
    switch (what.how) {
      case 'missing':
        return []
      case 'older':
        return [this.story.row(oldest)]
      case 'damaged':
        return [{ ...first, hash: 'nobody wrote it', fields: { ...first.fields, text: 'nobody wrote it' } }]
      case 'twice':
        return [...rows, first]
      case 'blank':
        return [{ ...first, blobMissing: true }]
      case 'merged':
        return [{ ...first, hash: 'merged', fields: { ...first.fields, text: oldest } }]
      default:
        return rows
    }
  }

  /** A row of the other account, or one that nobody wrote. */
  #strange(place: number, home: string): readonly RowEntry[] {
    const other = ACCOUNTS.find((one) => one !== home) ?? 'a1'
    const [token] = this.#edits.get(nameOf(place, other)) ?? []
    return [token === undefined ? { collection: 'notes', id: 'nobody', hash: 'nobody' } : this.story.row(token)]
  }
}

interface ReadOptions {
  readonly state?: 'complete' | 'unreadable' | 'gone'
  readonly unread?: CollectionName | undefined
  readonly wrong: Wrong
  readonly when: 'sync' | 'after step' | 'read back' | 'gate' | 'final'
}

const homeOf = (one: string): string => HOMES[one] ?? 'a1'
