/** What does not become quiet, by name: records that two reads show differently. */

import type { RowEntry, Stamped, Unlike } from '../../ledger/index.ts'
import type { Member } from '../member.ts'

const MOST = 10

/** Tokens by collection and record, in one text, for both sides of a conflict may be shown. */
type Shown = ReadonlyMap<string, { readonly row: RowEntry; readonly tokens: string }>

interface Reads {
  readonly last: Shown
  readonly before?: Shown
}

/** Full reads of the server while it is to become quiet: of each account the last, and the one before. */
export class QuietReads {
  readonly #open = new Map<number, { readonly account: string; readonly rows: RowEntry[] }>()
  readonly #reads = new Map<string, Reads>()

  readonly take = (entry: Stamped): void => {
    if (entry.is === 'view' && entry.when === 'quiesce' && entry.party.kind === 'server') {
      this.#open.set(entry.view, { account: entry.party.account, rows: [] })
    } else if (entry.is === 'row') this.#open.get(entry.view)?.rows.push(entry)
    else if (entry.is === 'viewed') this.#close(entry.view, entry.state === 'complete' && !entry.unread)
  }

  /** Server against devices first; where these are alike, what the server showed against what it shows. */
  unlike(members: readonly Member[]): readonly Unlike[] {
    const found = members.flatMap(({ name, account, store }) => {
      const server = this.#reads.get(account)?.last
      return server ? differences(server, shownIn([...store.all()].map(({ entry }) => entry)), ['server', name]) : []
    })
    if (found.length > 0) return found.slice(0, MOST)
    const again = [...this.#reads.values()].flatMap(({ last, before }) =>
      before ? differences(before, last, ['server', 'server, read again']) : [],
    )
    return again.slice(0, MOST)
  }

  #close(view: number, isWhole: boolean): void {
    const read = this.#open.get(view)
    if (!read) return
    this.#open.delete(view)
    const before = this.#reads.get(read.account)?.last
    if (isWhole) this.#reads.set(read.account, { last: shownIn(read.rows), ...(before && { before }) })
    else this.#reads.delete(read.account)
  }
}

/** A stranger's row goes by its id and its content. */
function shownIn(rows: readonly RowEntry[]): Shown {
  const shown = new Map<string, { row: RowEntry; tokens: string }>()
  for (const row of rows.filter(({ deleted }) => !deleted)) {
    const key = `${row.collection}/${row.record ?? row.id}`
    const tokens = [shown.get(key)?.tokens, row.version ?? row.hash ?? row.id].filter((one) => one !== undefined)
    shown.set(key, { row, tokens: tokens.toSorted().join(', ') })
  }
  return shown
}

function differences(one: Shown, other: Shown, between: Unlike['between']): readonly Unlike[] {
  return [...new Map([...one, ...other])].flatMap(([key, { row }]) => {
    const shows = [one.get(key)?.tokens ?? null, other.get(key)?.tokens ?? null] as const
    return shows[0] === shows[1] ? [] : [{ collection: row.collection, record: row.record ?? row.id, between, shows }]
  })
}
