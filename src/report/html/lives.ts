/** The life of one record: every edit, acknowledgement, view and copy, and what took it. For a chosen few. */

import type { Party, Stamped } from '../../ledger/index.ts'
import type { Judgement } from '../../judge/judgement.ts'
import type { RecordClass } from '../../records/index.ts'
import { momentOf } from './events.ts'
import type { Moment } from './moments.ts'

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
  readonly class: RecordClass
  readonly account: string
  /** What the judge found; empty for a record that is well. */
  readonly found: readonly string[]
  readonly because: string | undefined
  readonly devices: readonly string[]
  readonly events: readonly LifeEvent[]
}

interface Living {
  readonly record: string
  readonly class: RecordClass
  readonly account: string
  readonly devices: Set<string>
  readonly events: LifeEvent[]
  /** Which version each party showed last. */
  readonly shown: Map<string, string>
  /** Places of restores in its events, of which the server has not shown yet what they brought. */
  restores: number[]
}

export interface Chosen {
  /** At most so many that something is wrong with, worst first. */
  readonly wrong: number
  readonly well: number
}

/** A life is cut after so many events: one that takes more is told by its ledger. */
const EVENTS = 60
const WORST_FIRST = ['unrecoverable', 'lost', 'corrupted', 'resurrected', 'field lost', 'conflict-dropped', 'stale']

export class Lives {
  readonly #found: ReadonlyMap<string, { readonly kinds: readonly string[]; readonly because: string }>
  readonly #wanted: ReadonlySet<string>
  readonly #well: number
  readonly leftOut: number
  readonly #living = new Map<string, Living>()
  readonly #ops = new Map<string, string>()
  readonly #byAccount = new Map<string, Set<string>>()
  readonly #views = new Map<
    number,
    { readonly party: Party; readonly scope: string; readonly rows: Map<string, string> }
  >()

  constructor(judgement: Judgement | undefined, { wrong, well }: Chosen) {
    this.#found = foundIn(judgement)
    this.#wanted = new Set([...this.#found.keys()].slice(0, wrong))
    this.leftOut = this.#found.size - this.#wanted.size
    this.#well = well
  }

  take(entry: Stamped): void {
    switch (entry.is) {
      case 'edit':
        return this.#edit(entry)
      case 'answered':
        return this.#answered(entry)
      case 'sent':
        if (entry.by)
          this.#add(this.#ops.get(entry.op), entry, 'restore', `${entry.device} offers it again (${entry.by})`)
        return undefined
      case 'device':
        return this.#device(entry)
      case 'view':
        return void this.#views.set(entry.view, { party: entry.party, scope: entry.scope, rows: new Map() })
      case 'row':
        if (entry.record !== undefined && this.#living.has(entry.record) && !entry.deleted)
          this.#views.get(entry.view)?.rows.set(entry.record, entry.version ?? 'an unknown version')
        return undefined
      case 'viewed':
        return this.#viewed(entry)
      case 'injury':
        if (entry.state === 'injected') this.#everybody(entry, 'injury', `${entry.name} ${entry.on.join(', ')}`)
        if (entry.state === 'healed') this.#everybody(entry, 'healed', `${entry.name} is healed`)
        return undefined
      case 'restore':
        return this.#restore(entry)
      default:
        return undefined
    }
  }

  /** Worst first, then those that are well. */
  atEnd(): readonly Life[] {
    const lives = [...this.#living.values()].map(({ record, class: of, account, devices, events }): Life => {
      const found = this.#found.get(record)
      return {
        record,
        class: of,
        account,
        found: found?.kinds ?? [],
        because: found?.because,
        devices: [...devices],
        events,
      }
    })
    const place = new Map([...this.#wanted].map((record, index) => [record, index]))
    return lives.toSorted((a, b) => (place.get(a.record) ?? Infinity) - (place.get(b.record) ?? Infinity))
  }

  #edit(entry: Extract<Stamped, { is: 'edit' }>): void {
    const { record, class: of, account, device, op, change, version, basedOn, fresh } = entry
    if (fresh || entry.adopted) return
    let living = this.#living.get(record)
    if (!living) {
      const isWell = !this.#found.has(record) && this.#living.size < this.#wanted.size + this.#well
      if (!this.#wanted.has(record) && !(isWell && this.#spare())) return
      living = { record, class: of, account, devices: new Set(), events: [], shown: new Map(), restores: [] }
      this.#living.set(record, living)
      const own = this.#byAccount.get(account) ?? new Set()
      this.#byAccount.set(account, own.add(record))
    }
    living.devices.add(device)
    this.#ops.set(op, record)
    const what =
      change === 'delete' ? 'deletes it' : basedOn.length === 0 ? `makes it (${version})` : `changes it (${version})`
    this.#add(record, entry, 'edit', `${device} ${what}`)
  }

  #spare(): boolean {
    const well = [...this.#living.keys()].filter((record) => !this.#found.has(record)).length
    return well < this.#well
  }

  #answered(entry: Extract<Stamped, { is: 'answered' }>): void {
    const sign = { acked: 'acknowledged', rejected: 'refused', indeterminate: 'unknown' } as const
    const said = {
      acked: 'the server says: saved',
      rejected: 'the server refuses',
      indeterminate: 'nobody knows whether it arrived',
    }
    const because = entry.because === undefined ? '' : `: ${entry.because}`
    this.#add(this.#ops.get(entry.op), entry, sign[entry.outcome], `${said[entry.outcome]}${because}`)
  }

  #device(entry: Extract<Stamped, { is: 'device' }>): void {
    for (const record of entry.records ?? []) {
      const living = this.#living.get(record)
      if (!living) continue
      if (entry.state === 'set aside')
        this.#add(record, entry, 'not shown', `${entry.device} sets it aside: ${entry.because}`)
      else this.#add(record, entry, 'injury', `${entry.device} loses it: ${entry.state}`)
      living.shown.delete(entry.device)
    }
  }

  #viewed(entry: Extract<Stamped, { is: 'viewed' }>): void {
    const open = this.#views.get(entry.view)
    this.#views.delete(entry.view)
    if (!open || entry.state === 'unreadable') return
    const who = whoseOf(open.party)
    for (const record of this.#byAccount.get(open.party.account) ?? []) {
      const living = this.#living.get(record)
      if (!living || entry.unread?.includes(living.class)) continue
      const before = living.shown.get(who)
      const now = open.rows.get(record)
      if (open.party.kind === 'server' && (now !== undefined || open.scope === 'full')) came(living, now !== undefined)
      if (now !== undefined && now !== before) {
        this.#add(record, entry, 'shown', `${who} ${holds(open.party)} ${now}`)
        living.shown.set(who, now)
      } else if (now === undefined && before !== undefined && open.scope === 'full') {
        const gone = entry.state === 'gone' ? `${who} is gone` : `${who} no longer shows it`
        this.#add(record, entry, 'not shown', gone)
        living.shown.delete(who)
      }
    }
  }

  #restore(entry: Extract<Stamped, { is: 'restore' }>): void {
    if (entry.state !== 'refused' && entry.state !== 'end') return
    for (const { record, class: of, account, events, restores } of this.#living.values()) {
      if ((entry.class ?? of) !== of || entry.accounts?.includes(account) === false) continue
      this.#add(record, entry, entry.state === 'refused' ? 'refused' : 'restore', restored(entry))
      if (entry.state === 'end') restores.push(events.length - 1)
    }
  }

  #everybody(entry: Stamped, sign: LifeEvent['sign'], text: string): void {
    for (const record of this.#living.keys()) this.#add(record, entry, sign, text)
  }

  #add(record: string | undefined, entry: Stamped, sign: LifeEvent['sign'], text: string): void {
    const events = record === undefined ? undefined : this.#living.get(record)?.events
    if (!events || events.length > EVENTS) return
    const isLast = events.length === EVENTS
    events.push({ at: entry.at, ...momentOf(entry), sign, text: isLast ? 'and so on: see the ledger' : text })
  }
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
function foundIn(judgement: Judgement | undefined) {
  const found = new Map<string, { kinds: string[]; because: string }>()
  const all = (judgement?.promises ?? []).flatMap(({ findings }) => findings)
  const rank = (finding: string) => (WORST_FIRST.indexOf(finding) + WORST_FIRST.length + 1) % (WORST_FIRST.length + 1)
  for (const { record, finding, because } of all.toSorted((a, b) => rank(a.finding) - rank(b.finding))) {
    if (record === undefined) continue
    const known = found.get(record)
    if (!known) found.set(record, { kinds: [finding], because })
    else if (!known.kinds.includes(finding)) known.kinds.push(finding)
  }
  return found
}

function whoseOf(party: Party): string {
  if (party.kind === 'server') return 'the server'
  if (party.kind === 'copy') return `copy ${party.copy}`
  if (party.kind === 'salvage') return `${party.volume}, read by ${party.extractor},`
  if (party.kind === 'new device') return 'a brand-new device'
  return party.device
}

function holds({ kind }: Party): string {
  if (kind === 'aside') return 'holds, without showing it,'
  if (kind === 'outbox') return 'has not sent'
  return kind === 'copy' || kind === 'salvage' ? 'holds' : 'shows'
}

function restored({ from, copy = from, state, because }: Extract<Stamped, { is: 'restore' }>): string {
  return state === 'refused' ? `${copy} is refused: ${because}` : `restored from ${copy}`
}
