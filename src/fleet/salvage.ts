/**
 * What an extractor read of damaged pages is offered to the rebuilt server: versions that it has not, by version
 * vector, past its closed door. A row that nobody wrote, or whose bytes are gone, is left where it is.
 */

import { inParallel } from '../kernel/index.ts'
import type { Row, Wire } from '../clients/index.ts'
import { isSeenBy, type CollectionName } from '../records/index.ts'
import type { Remote } from '../site/index.ts'
import { sendOffer } from './answered.ts'
import type { Channel, World } from './world.ts'

export interface SalvageOptions {
  readonly passOf: (service: Remote) => { readonly [name: string]: string }
  readonly collections: readonly CollectionName[]
}

/** How many rows the server took. Throws `NoAnswer` or `Unreadable` when one of the two cannot be read. */
export async function offerSalvaged(
  world: World,
  accounts: readonly string[],
  room: Wire,
  options: SalvageOptions,
): Promise<number> {
  const taken = await inParallel(accounts, async (account) => {
    let count = 0
    for (const channel of world.channels) count += await offerAccount(world, channel, account, room, options)
    return count
  })
  return taken.reduce((sum, count) => sum + count, 0)
}

async function offerAccount(
  world: World,
  channel: Channel,
  account: string,
  room: Wire,
  { passOf, collections }: SalvageOptions,
): Promise<number> {
  const { connect } = channel.adapter.definition
  const pass = passOf(channel.adapter.service)
  const silence = world.silence(channel, channel.direct, account)
  await using server = await silence.read(() => channel.direct.session(connect, world.credentials(account), pass))
  const there = new Map((await silence.read(() => server.pull())).rows.map((row) => [row.id, row]))
  await using reader = await room.session(connect, world.credentials(account))
  const recovered = await reader.pull()
  let count = 0
  for (const row of recovered.rows.filter((one) => collections.includes(one.collection))) {
    const change = changeFor(world, account, row, there.get(row.id))
    if (!change) continue
    const { op } = change
    const offer = { op, device: 'salvage', key: `salvage/${op}`, by: 'salvage' } as const
    const outcome = await sendOffer(world, silence, offer, () => server.push(change))
    if (outcome.is === 'acked') count += 1
  }
  return count
}

/** Undefined for what the server has, or has newer, and for what cannot be told or is not whole. */
function changeFor({ book, adopted }: World, account: string, row: Row, there: Row | undefined) {
  const entry = adopted.entryOf(account, row)
  const saw = book.seenBy(entry)
  const op = book.opOf(entry.version)
  if (!saw || op === undefined || row.body === undefined || entry.blobMissing) return undefined
  const shown = there && book.seenBy(adopted.entryOf(account, there))
  if (there && !(shown && isSeenBy(shown, saw) && !isSeenBy(saw, shown))) return undefined
  const { id, collection, body, blob } = row
  const key = `salvage/${id}/${entry.version}`
  return { op, collection, id, as: 'offer', body, blob, basedOn: there?.tag, key } as const
}
