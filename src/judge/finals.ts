/** The reads that are judged: those of the audit, or, on the way, those that a gate asked for. */

import type { History, View } from '../history/index.ts'
import { RecordCase, type FinalRow } from './record-case.ts'

/** Parties that must show what the server shows. Sources and copies are not. */
export const SUBSCRIBED: ReadonlySet<View['party']['kind']> = new Set(['server', 'device', 'new device'])

export class Finals {
  readonly history: History
  /** By their number in `History.views`. */
  readonly views: ReadonlyMap<number, View>
  /** Of each account, the last. */
  readonly server = new Map<string, View>()
  /** Of each account, the complete reads of those who must agree. */
  readonly subscribed = new Map<string, View[]>()

  readonly #adopted: ReadonlySet<string>

  constructor(history: History, views: ReadonlyMap<number, View>) {
    this.history = history
    this.views = views
    this.#adopted = new Set(
      history.adopted.flatMap(({ view: { party }, variants }) =>
        variants.flatMap((content) =>
          content < 0 ? [`${party.account}/${history.variants.get(content).row.id}`] : [],
        ),
      ),
    )
    for (const view of views.values()) {
      const { party, state } = view
      if (party.kind === 'server') this.server.set(party.account, view)
      if (!SUBSCRIBED.has(party.kind) || state !== 'complete') continue
      const own = this.subscribed.get(party.account)
      if (own) own.push(view)
      else this.subscribed.set(party.account, [view])
    }
  }

  /** Those of the audit. What was read of something that was going away says nothing. */
  static ofAudit(history: History): Finals {
    const isLost = history.end?.state === 'ground lost'
    const views = history.views.entries().filter(([, { when }]) => when === 'final' && !isLost)
    return new Finals(history, new Map(views))
  }

  /** The row was there before the drill. */
  wasThere(account: string, id: string | undefined): boolean {
    return this.#adopted.has(`${account}/${id}`)
  }

  case(record: number): RecordCase {
    return new RecordCase(this.history, record, (its) => this.rowsOf(record, its))
  }

  rowsOf(record: number, its: RecordCase): readonly FinalRow[] {
    return this.history.rows.of(record).flatMap(({ view: number, content, at }) => {
      const view = this.views.get(number)
      return view ? [rowOf(its, view, content, at)] : []
    })
  }
}

function rowOf(its: RecordCase, view: View, content: number, at: number): FinalRow {
  const identity = its.identify(content)
  if (identity.is === 'version')
    return { at, view, content, identity, score: identity.version.score, blobMissing: false, id: undefined }
  const { row } = identity.variant
  return { at, view, content, identity, score: row.score, blobMissing: row.blobMissing === true, id: row.id }
}

export function partyOf(party: View['party']): string {
  switch (party.kind) {
    case 'server':
      return 'the server'
    case 'copy':
      return `copy ${party.copy}`
    case 'salvage':
      return `${party.volume} (read by ${party.extractor})`
    case 'aside':
      return `${party.device} (set aside)`
    case 'outbox':
      return `${party.device} (unsent)`
    case 'device':
    case 'new device':
      return party.device
  }
}
