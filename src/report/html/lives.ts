/** The life of one record: every edit, acknowledgement, view and copy, and what took it. For a chosen few. */

import {
  identify,
  Version,
  type Answer,
  type DeviceEvent,
  type History,
  type InjuryHistory,
  type InjuryState,
  type Reader,
  type RestoreMark,
  type RowReader,
  type Stamp,
  type View,
} from '../../history/index.ts'
import type { Judgement } from '../../judge/judgement.ts'
import { chainInWords } from '../../judge/words/words.ts'
import type { CollectionName } from '../../records/index.ts'
import { holds, restored, whoseOf } from './life-words.ts'
import { momentOf } from './time/events.ts'
import type { Moment } from './time/moments.ts'

export interface LifeEvent extends Moment {
  readonly at: number
  /** `restore`: of which nobody has seen whether it brought this record back; `in vain`: it did not. */
  readonly sign:
    | 'edit'
    | 'acknowledged'
    | 'refused'
    | 'unknown'
    | 'shown'
    | 'not shown'
    | 'injury'
    | 'healed'
    | 'restore'
    | 'recovery'
    | 'in vain'
  readonly text: string
}

export interface Life {
  readonly record: string
  readonly collection: CollectionName
  readonly account: string
  /** What the judge found; empty for a record that is well. */
  readonly found: readonly string[]
  readonly because: string | undefined
  /** What took it, holder by holder. */
  readonly taken: string | undefined
  readonly devices: readonly string[]
  /** Those in which people edited it. */
  readonly acts: readonly string[]
  readonly events: readonly LifeEvent[]
}

interface Living {
  readonly number: number
  readonly record: string
  readonly collection: CollectionName
  readonly account: string
  readonly devices: Set<string>
  readonly acts: Set<string>
  readonly events: LifeEvent[]
  /** What each party showed last. */
  readonly shown: Map<string, string>
  /** So many events are kept. */
  readonly most: number
  /** Places of restores in its events, of which the server has not shown yet what they brought. */
  restores: number[]
}

interface Found {
  readonly kinds: string[]
  readonly because: string
  readonly taken: string | undefined
}

export interface Chosen {
  /** At most so many that something is wrong with, worst first. */
  readonly wrong: number
  readonly well: number
  /** These, and no others, whatever is wrong with them. */
  readonly only?: ReadonlySet<string>
  /** A life is cut after so many events: one that takes more is told by its ledger. */
  readonly events?: number
}

const EVENTS = 60
const WORST_FIRST = ['unrecoverable', 'lost', 'corrupted', 'resurrected', 'field lost', 'conflict-dropped', 'stale']

export class Lives implements Reader {
  readonly #history: History
  readonly #found: ReadonlyMap<string, Found>
  readonly #wanted: ReadonlySet<string>
  readonly #well: number
  readonly #most: number
  readonly leftOut: number
  /** Of people, whether or not this tells of them. */
  readonly #met = new Set<number>()
  /** By the numbers of their records. */
  readonly #living = new Map<number, Living>()
  readonly #byAccount = new Map<string, Living[]>()

  constructor(history: History, judgement: Judgement | undefined, chosen: Chosen) {
    const { wrong, well, only, events = EVENTS } = chosen
    this.#history = history
    this.#found = foundIn(judgement)
    this.#wanted = only ?? new Set([...this.#found.keys()].slice(0, wrong))
    this.leftOut = Math.max(0, this.#found.size - this.#wanted.size)
    this.#well = only ? 0 : well
    this.#most = events
  }

  /** How many records people wrote. */
  get met(): number {
    return this.#met.size
  }

  /** Worst first, then those that are well. */
  atEnd(): readonly Life[] {
    const lives = [...this.#living.values()].map(({ record, collection: of, account, devices, acts, events }): Life => {
      const { kinds = [], because, taken } = this.#found.get(record) ?? {}
      const by = { devices: [...devices], acts: [...acts] }
      return { record, collection: of, account, found: kinds, because, taken, ...by, events }
    })
    const place = new Map([...this.#wanted].map((record, index) => [record, index]))
    return lives.toSorted((a, b) => (place.get(a.record) ?? Infinity) - (place.get(b.record) ?? Infinity))
  }

  edited(version: Version, stamp: Stamp): void {
    if (!version.isOfPeople) return
    this.#met.add(version.record)
    const living = this.#living.get(version.record) ?? this.#begin(version.record)
    if (!living) return
    const { device, name, change, basedOn } = version
    living.devices.add(device)
    const act = [...this.#history.phases.keys()].at(-1)
    if (act !== undefined) living.acts.add(act)
    const puts = basedOn.length === 0 ? `makes it (${name})` : `changes it (${name})`
    const what = change === 'delete' ? 'deletes it' : puts
    add(living, stamp, 'edit', `${device} ${what}`)
  }

  answered(version: Version | undefined, { outcome, because }: Answer, stamp: Stamp): void {
    const sign = { acked: 'acknowledged', rejected: 'refused', indeterminate: 'unknown' } as const
    const said = {
      acked: 'the server says: saved',
      rejected: 'the server refuses',
      indeterminate: 'nobody knows whether it arrived',
    }
    const why = because === undefined ? '' : `: ${because}`
    if (version?.isOfPeople) add(this.#living.get(version.record), stamp, sign[outcome], `${said[outcome]}${why}`)
  }

  offered(version: Version, { device, by }: Version['offered'][number], stamp: Stamp): void {
    if (version.isOfPeople) add(this.#living.get(version.record), stamp, 'restore', `${device} offers it again (${by})`)
  }

  device({ device, state, because, records = [] }: DeviceEvent, stamp: Stamp): void {
    for (const record of records) {
      const living = this.#living.get(this.#history.records.find(record))
      if (!living) continue
      if (state === 'set aside') add(living, stamp, 'not shown', `${device} sets it aside: ${because}`)
      else add(living, stamp, 'injury', `${device} loses it: ${state}`)
      living.shown.delete(device)
    }
  }

  view({ party: { account } }: View): RowReader | undefined {
    if (!this.#byAccount.has(account)) return undefined
    const rows = new Map<number, number>()
    return {
      row: (record, content) => void (this.#living.has(record) && rows.set(record, content)),
      closed: (view, stamp) => this.#viewed(view, rows, stamp),
    }
  }

  injury({ name, on }: InjuryHistory, state: InjuryState, stamp: Stamp): void {
    if (state !== 'injected' && state !== 'healed') return
    for (const living of this.#living.values()) {
      if (state === 'injected') add(living, stamp, 'injury', `${name} ${on.join(', ')}`)
      else add(living, stamp, 'healed', `${name} is healed`)
    }
  }

  restore(mark: RestoreMark): void {
    const { state, collection: only, accounts } = mark
    if (state !== 'refused' && state !== 'end') return
    for (const living of this.#living.values()) {
      const { collection: of, account, events, restores } = living
      if ((only ?? of) !== of || accounts?.includes(account) === false) continue
      add(living, mark, state === 'refused' ? 'refused' : 'restore', restored(mark))
      if (state === 'end') restores.push(events.length - 1)
    }
  }

  /** Undefined for a record that nobody wants to read of. */
  #begin(number: number): Living | undefined {
    const { records, accountNames } = this.#history
    const record = records.name(number)
    const isWell = !this.#found.has(record) && this.#living.size < this.#wanted.size + this.#well
    if (!this.#wanted.has(record) && !(isWell && this.#spare())) return undefined
    const account = accountNames.name(records.account(number))
    const living: Living = {
      number,
      record,
      collection: records.collection(number) ?? 'notes',
      account,
      devices: new Set(),
      acts: new Set(),
      events: [],
      shown: new Map(),
      most: this.#most,
      restores: [],
    }
    this.#living.set(number, living)
    const own = this.#byAccount.get(account)
    if (own) own.push(living)
    else this.#byAccount.set(account, [living])
    return living
  }

  #spare(): boolean {
    const well = [...this.#living.values()].filter(({ record }) => !this.#found.has(record)).length
    return well < this.#well
  }

  #viewed({ party, scope, state, unread }: View, rows: ReadonlyMap<number, number>, stamp: Stamp): void {
    if (state === 'unreadable') return
    const who = whoseOf(party)
    for (const living of this.#byAccount.get(party.account) ?? []) {
      const { number, shown } = living
      if (unread.has(living.collection)) continue
      const before = shown.get(who)
      const content = rows.get(number)
      const now = content === undefined ? undefined : this.#nameOf(content, living)
      if (party.kind === 'server' && (now !== undefined || scope === 'full')) came(living, now !== undefined)
      if (now !== undefined && now !== before) {
        add(living, stamp, 'shown', `${who} ${holds(party)} ${now}`)
        shown.set(who, now)
      } else if (now === undefined && before !== undefined && scope === 'full') {
        add(living, stamp, 'not shown', state === 'gone' ? `${who} is gone` : `${who} no longer shows it`)
        shown.delete(who)
      }
    }
  }

  /** `d1.2`, or what it is that nobody wrote so. */
  #nameOf(content: number, { number, collection }: Living): string {
    const { versions, variants, policies, records } = this.#history
    if (content > 0) return versions.name(content)
    const variant = variants.get(content)
    const all: Version[] = []
    for (let place = records.first.get(number); place !== 0; place = versions.next.get(place))
      all.push(new Version(versions, place))
    const identity = identify(variant, { collection, policy: policies[collection], versions: all })
    if (identity.is === 'stranger') return variant.row.version ?? 'an unknown version'
    if (identity.is === 'merged') return `${identity.version.name}, merged with others`
    if (identity.is === 'version') return identity.version.name
    const what = identity.fields.length > 0 ? ` (${identity.fields.join(', ')})` : ''
    return `${identity.version.name}, not as it was written${what}`
  }
}

function add(living: Living | undefined, stamp: Stamp, sign: LifeEvent['sign'], text: string): void {
  if (!living || living.events.length > living.most) return
  const isLast = living.events.length === living.most
  living.events.push({ at: stamp.at, ...momentOf(stamp), sign, text: isLast ? 'and so on: see the ledger' : text })
}

/** The server shows whether what was restored since its last view has brought the record back. */
function came(living: Living, isThere: boolean): void {
  for (const place of living.restores) {
    const { [place]: event } = living.events
    if (event?.sign !== 'restore') continue
    const text = isThere ? event.text : `${event.text}: nothing of this record came back`
    living.events[place] = { ...event, sign: isThere ? 'recovery' : 'in vain', text }
  }
  living.restores = []
}

/** Records that a promise was broken on, worst first. */
function foundIn(judgement: Judgement | undefined): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>()
  const all = (judgement?.promises ?? []).flatMap(({ findings }) => findings)
  const rank = (finding: string) => (WORST_FIRST.indexOf(finding) + WORST_FIRST.length + 1) % (WORST_FIRST.length + 1)
  for (const { record, finding, because, cause } of all.toSorted((a, b) => rank(a.finding) - rank(b.finding))) {
    if (record === undefined) continue
    const known = found.get(record)
    if (!known) found.set(record, { kinds: [finding], because, taken: cause && chainInWords(cause) })
    else if (!known.kinds.includes(finding)) known.kinds.push(finding)
  }
  return found
}
