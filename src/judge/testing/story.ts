/** A ledger told in a few lines: two people's devices, one server, and whatever goes wrong between them. */

import type { Entry, ExpectationEntry, Holder, Party, RowEntry, Stamped } from '../../ledger/index.ts'
import { join, PRESET, type Plain, type CollectionName, type VersionVector } from '../../records/index.ts'
import { judge } from '../judge.ts'
import type { Judgement } from '../judgement.ts'

type Edit = Extract<Entry, { readonly is: 'edit' }>

export interface EditOptions {
  readonly collection?: CollectionName
  readonly account?: string
  /** Versions that the editor was looking at. */
  readonly on?: readonly string[]
  /** What the edit names as its base, where that is not all that its editor had seen: a merged row has one tag. */
  readonly base?: readonly string[]
  readonly delete?: true
  readonly fresh?: true
  readonly score?: number
  /** Values of fields; each is its own hash. */
  readonly fields?: Readonly<Record<string, string>>
  readonly outcome?: 'acked' | 'rejected' | 'indeterminate' | 'unsent'
}

interface ViewOptions {
  readonly when?: 'sync' | 'read back' | 'after step' | 'gate' | 'final' | 'adopt'
  readonly state?: 'complete' | 'unreadable' | 'gone'
  readonly unread?: readonly CollectionName[]
}

/** A row by the name of its version, or a whole one. */
export type Shown = string | RowEntry

export class Story {
  readonly entries: Stamped[] = []
  readonly #edits = new Map<string, Edit>()
  #ms = 0
  #drillMs = 0
  #views = 0
  #ops = 0

  constructor(expectation: ExpectationEntry = { verdict: 'pass' }, promises: readonly [string, Plain][] = []) {
    const listed = promises.length > 0 ? promises : ([['nothingAcknowledgedIsLost', {}]] as const)
    for (const [promise, terms] of listed) this.tell({ is: 'promise', promise, claim: promise, terms, listed: true })
    for (const { name, policy } of PRESET.values()) this.tell({ is: 'collection', name, policy })
    this.tell({ is: 'expectation', expectation })
  }

  tell(entry: Entry): this {
    const at = this.entries.length
    this.#ms += 1
    this.entries.push({ ...entry, at, ms: this.#ms, drillMs: this.#drillMs })
    return this
  }

  passes(drillMs: number): this {
    this.#drillMs += drillMs
    return this
  }

  phase(phase: Extract<Entry, { is: 'phase' }>['phase'], happens: (story: this) => unknown): this {
    this.tell({ is: 'phase', phase, state: 'begin' })
    happens(this)
    return this.tell({ is: 'phase', phase, state: 'end' })
  }

  /** `d1.1` of record `r1`: an edit by device `d1`, sent and acknowledged unless it says otherwise. */
  edit(token: string, record: string, options: EditOptions = {}): this {
    const { collection = 'notes', account = 'a1', on = [], base = on, outcome = 'acked', score, fresh } = options
    const device = token.slice(0, token.lastIndexOf('.'))
    const saw: VersionVector = {
      ...join(...on.map((seen) => this.#edits.get(seen)?.saw ?? {})),
      [device]: Number(token.slice(token.lastIndexOf('.') + 1)),
    }
    const op = `op-${(this.#ops += 1)}`
    const fields = options.fields ?? { text: token }
    const content = options.delete
      ? { change: 'delete' as const }
      : { change: 'put' as const, hash: `hash of ${token}`, fields, ...(score !== undefined && { score }) }
    const edit: Edit = {
      is: 'edit',
      op,
      device,
      account,
      collection,
      record,
      version: token,
      saw,
      basedOn: base,
      ...content,
      ...(fresh && { fresh }),
    }
    this.#edits.set(token, edit)
    this.tell(edit)
    if (outcome === 'unsent') return this
    this.tell({ is: 'sent', op, attempt: 1, device, key: op })
    return this.tell({ is: 'answered', op, attempt: 1, outcome })
  }

  /** Another attempt at an operation that was made already. */
  again(token: string, outcome: 'acked' | 'rejected' | 'indeterminate'): this {
    const { op = '', device = '' } = this.#edits.get(token) ?? {}
    this.tell({ is: 'sent', op, attempt: 2, device, key: `${op}/2` })
    return this.tell({ is: 'answered', op, attempt: 2, outcome })
  }

  /** The row of a version as it was written. */
  row(token: string, more: Partial<RowEntry> = {}): RowEntry {
    const edit = this.#edits.get(token)
    if (edit?.change !== 'put') throw new Error(`${token} is no put of this story`)
    const { collection, record, hash = '', fields = {}, score } = edit
    return {
      collection,
      id: `id of ${record}`,
      record,
      version: token,
      hash,
      fields,
      ...(score !== undefined && { score }),
      ...more,
    }
  }

  view(party: Party, rows: readonly Shown[], { when = 'final', state = 'complete', unread }: ViewOptions = {}): this {
    const view = (this.#views += 1)
    this.tell({ is: 'view', view, party, scope: 'full', when, ...(unread && { unread }) })
    for (const row of rows) this.tell({ is: 'row', view, ...(typeof row === 'string' ? this.row(row) : row) })
    return this.tell({ is: 'viewed', view, state, rows: rows.length })
  }

  server(rows: readonly Shown[], options: ViewOptions & { readonly account?: string } = {}): this {
    return this.view({ kind: 'server', account: options.account ?? 'a1' }, rows, { when: 'after step', ...options })
  }

  device(device: string, rows: readonly Shown[], options: ViewOptions = {}): this {
    return this.view({ kind: 'device', account: 'a1', device }, rows, options)
  }

  /** Everybody shows the same at the end: the server, both devices and a new one. */
  ends(rows: readonly Shown[], server: readonly Shown[] = rows): this {
    this.tell({ is: 'quiesced', state: 'quiet' })
    for (const device of ['d1', 'd2']) this.device(device, rows)
    this.view({ kind: 'new device', account: 'a1', device: 'new' }, rows)
    return this.server(server, { when: 'final' }).over()
  }

  over(): this {
    return this.tell({ is: 'end', state: 'complete', counts: {} })
  }

  step(step: string, happens: (story: this) => unknown = () => undefined): this {
    this.tell({ is: 'step', step, state: 'begin' })
    happens(this)
    return this.tell({ is: 'step', step, state: 'end' })
  }

  strike(step = 'disaster.1'): this {
    return this.tell({ is: 'strike', step })
  }

  injures(
    name: string,
    took: readonly Holder[] = [],
    saw: 'effect' | 'nothing' = 'effect',
    kind: 'fault' | 'damage' = 'damage',
  ): this {
    const injury = { is: 'injury', injury: name, step: 'disaster.1', name, kind, on: ['san'], settings: {} } as const
    this.tell({ ...injury, state: 'begin' })
    this.tell({ ...injury, state: 'injected', took })
    return this.tell({ is: 'witness', injury: name, saw, what: 'it was seen', count: saw === 'effect' ? 1 : 0 })
  }

  heals(name: string): this {
    const injury = {
      is: 'injury',
      injury: name,
      step: 'disaster.1',
      name,
      kind: 'fault',
      on: ['san'],
      settings: {},
    } as const
    return this.tell({ ...injury, state: 'healing' }).tell({ ...injury, state: 'healed' })
  }

  judged(chain: Judgement['chain'] = { state: 'whole' }): Judgement {
    return judge(this.entries, () => chain)
  }
}

/** What was found, in short: `lost r1`. */
export function foundIn({ promises }: Judgement): string[] {
  return promises
    .flatMap(({ findings }) =>
      findings.map(({ finding, record }) => (record === undefined ? finding : `${finding} ${record}`)),
    )
    .toSorted((a, b) => (a < b ? -1 : 1))
}

/** A story in which enough survives for a pass: one more record that nobody touches. */
export function withCompany(story = new Story()): Story {
  return story.edit('d1.100', 'company')
}

/** The same after a fault that took nothing: what is lost now was not gone before anything struck. */
export function struck(story = withCompany()): Story {
  return story.injures('cutLink', [], 'effect', 'fault').heals('cutLink')
}
