/** Several folders as one session: a view of all of them, and a cursor that is their listings. */

import type { Row, Session, View } from '../client.ts'
import type { Folder, Listing } from './folder.ts'

type Listings = Readonly<Record<string, Readonly<Record<string, string>>>>

/** By the names of the collections that they keep. */
export function sessionOf(folders: Readonly<Record<string, Folder>>): Session {
  let [views, last] = [0, '']
  return {
    push: (change) => {
      const folder = folders[change.collection]
      return folder?.push(change) ?? Promise.resolve({ is: 'rejected', why: `no folder of ${change.collection} here` })
    },
    pull: async (cursor) => {
      const since = cursor === undefined ? undefined : listingsIn(cursor)
      const view = await pull(folders, since, cursor === last ? 'the last listing' : 'ever')
      // No two cursors are the same, though nothing has changed between them.
      views += 1
      last = `${views} ${view.cursor}`
      return { ...view, cursor: last }
    },
  }
}

/** Whoever goes back to an older listing is told again what was told since. */
async function pull(
  folders: Readonly<Record<string, Folder>>,
  since: Listings | undefined,
  met: 'the last listing' | 'ever',
): Promise<View> {
  const listed: (readonly [string, Folder, Listing | undefined])[] = []
  for (const [name, folder] of Object.entries(folders)) listed.push([name, folder, await folder.list()])
  // A folder that is gone shows nothing, whatever was listed before; and a view is full in all of its parts.
  const before = listed.every(([, , listing]) => listing) ? since : undefined
  const rows: Row[] = []
  const now: Record<string, Record<string, string>> = {}
  for (const [name, folder, listing = new Map<string, string>()] of listed) {
    const known = new Map(Object.entries(before?.[name] ?? {}))
    const fresh = [...listing.keys()].filter((id) => known.get(id) !== listing.get(id))
    const read = new Map((await folder.read(fresh)).map((row) => [row.id, row]))
    const isGone = (id: string) => !listing.has(id) || (fresh.includes(id) && !read.has(id))
    const missing = folder.missingIn(listing, met)
    const gone = new Set([...[...known.keys()].filter(isGone), ...(before ? missing : [])])
    rows.push(...read.values(), ...[...gone].map((id) => folder.deleted(id)))
    // What was read may be newer than what was listed.
    const tags = [...listing].flatMap(([id, tag]) => (isGone(id) ? [] : [[id, read.get(id)?.tag ?? tag] as const]))
    now[name] = Object.fromEntries(tags)
  }
  return { kind: before ? 'delta' : 'full', rows, cursor: JSON.stringify(now) }
}

/** Undefined for what is no cursor of ours: it is answered in full. */
function listingsIn(cursor: string): Listings | undefined {
  try {
    const listings: unknown = JSON.parse(cursor.slice(cursor.indexOf(' ') + 1))
    return typeof listings === 'object' && listings !== null ? (listings as Listings) : undefined
  } catch {
    return undefined
  }
}
