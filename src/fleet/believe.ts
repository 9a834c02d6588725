/** A full view is believed: what the device showed beyond it, or newer, is set aside; it is neither shown nor deleted. */

import type { Row } from '../clients/index.ts'
import type { RowEntry } from '../ledger/index.ts'
import { isSeenBy, type RecordClass } from '../records/index.ts'
import type { Book } from './book.ts'
import type { Held, Store } from './store.ts'

interface Shown {
  readonly row: Row
  readonly entry: RowEntry
}

/** `epoch`: the view shows less or older than the device did, or simply another server. */
export function believe(
  store: Store,
  covered: ReadonlySet<RecordClass>,
  shown: readonly Shown[],
  isPending: (id: string) => boolean,
  book: Book,
): { readonly set: readonly Held[]; readonly epoch: boolean } {
  const byId = new Map(shown.map((one) => [one.row.id, one]))
  const beyond = [...store.all()].filter((held) => {
    if (!covered.has(held.class) || isPending(held.id)) return false
    const there = byId.get(held.id)
    return !there || isOlder(there.entry, held, book)
  })
  for (const held of beyond) store.remove(held.id)
  store.aside.push(...beyond)
  return { set: beyond, epoch: true }
}

function isOlder(entry: RowEntry, held: Held, book: Book): boolean {
  const saw = book.seenBy(entry)
  return saw !== undefined && held.saw !== undefined && isSeenBy(saw, held.saw) && !isSeenBy(held.saw, saw)
}
