/** A full view is believed: what the device showed beyond it, or newer, goes aside, neither shown nor deleted. */

import type { Row } from '../clients/index.ts'
import type { RowEntry } from '../ledger/index.ts'
import { isSeenBy, type CollectionName, type VersionVector } from '../records/index.ts'
import type { Book } from './book.ts'
import type { Outbox } from './outbox.ts'
import type { Held, Store } from './store.ts'

interface Shown {
  readonly row: Row
  readonly entry: RowEntry
}

interface FullView {
  /** Collections of which absence means absence. */
  readonly covered: ReadonlySet<CollectionName>
  readonly shown: readonly Shown[]
}

/** Returns what went aside. Rows with unsent edits stay on display; what those edits build on may go aside. */
export function believe(store: Store, { covered, shown }: FullView, outbox: Outbox, book: Book): readonly Held[] {
  const byId = new Map(shown.map((one) => [one.row.id, one]))
  const isBeyond = (held: Held) => {
    const there = byId.get(held.id)
    return covered.has(held.collection) && (!there || isOlder(there.entry, held.saw, book))
  }
  const shownBeyond = [...store.all()].filter((held) => !outbox.concerns(held.id) && isBeyond(held))
  const versions = new Set(store.aside.map(({ entry }) => entry.version))
  const basesBeyond = basesOf(outbox).filter((held) => isBeyond(held) && !versions.has(held.entry.version))
  for (const held of shownBeyond) store.remove(held.id)
  const beyond = [...shownBeyond, ...basesBeyond]
  store.aside.push(...beyond)
  for (const { row, entry } of shown) rememberDeletion(store, row.id, entry, book)
  for (const pending of outbox.all()) {
    const there = byId.get(pending.id)
    // The server went back to an ancestor of the edit: it is not stale there.
    if (there && isOlder(there.entry, pending.saw, book)) pending.basedOn = there.row.tag ?? pending.basedOn
  }
  return beyond
}

/** What the first unsent edit of each row builds on. */
function basesOf(outbox: Outbox): readonly Held[] {
  const firsts = new Map(
    outbox
      .all()
      .toReversed()
      .map((pending) => [pending.id, pending]),
  )
  return [...firsts.values()].flatMap(({ before }) => before ?? [])
}

/** A record that was deleted is shown again by a server that went back: shown, and the deletion kept aside. */
function rememberDeletion(store: Store, id: string, entry: RowEntry, book: Book): void {
  const tombstone = store.tombstones.get(id)
  const saw = book.seenBy(entry)
  if (tombstone?.saw && saw && isSeenBy(saw, tombstone.saw)) store.deletionsAside.set(id, tombstone)
}

function isOlder(entry: RowEntry, than: VersionVector | undefined, book: Book): boolean {
  const saw = book.seenBy(entry)
  return saw !== undefined && than !== undefined && isSeenBy(saw, than) && !isSeenBy(than, saw)
}
