/** Several folders as one session: their views are one view, their cursors one cursor. */

import type { Change, Outcome, Session, View } from '../client.ts'
import type { SyncedFolder } from './synced-folder.ts'

/** By the names of the collections that they keep. */
export function together(folders: Readonly<Record<string, SyncedFolder>>): Session {
  return {
    push: (change: Change): Promise<Outcome> => {
      const folder = folders[change.collection]
      return folder
        ? folder.push(change)
        : Promise.resolve({ is: 'rejected', why: `no folder of ${change.collection} here` })
    },
    pull: (cursor) => pull(folders, cursor === undefined ? {} : tokensIn(cursor), cursor !== undefined),
  }
}

type Tokens = Readonly<Record<string, string>>

async function pull(folders: Readonly<Record<string, SyncedFolder>>, since: Tokens, isDelta: boolean): Promise<View> {
  const views: View[] = []
  const tokens: Record<string, string> = {}
  for (const [name, folder] of Object.entries(folders)) {
    const view = await folder.pull(since[name])
    // A view is full in all of its parts, or in none.
    if (isDelta && view.kind === 'full') return pull(folders, {}, false)
    views.push(view)
    if (view.cursor !== undefined) tokens[name] = view.cursor
  }
  const rows = views.flatMap((view) => view.rows)
  return { kind: isDelta ? 'delta' : 'full', rows, cursor: JSON.stringify(tokens) }
}

/** What is no cursor of ours knows nothing, and is answered in full. */
function tokensIn(cursor: string): Tokens {
  try {
    const tokens: unknown = JSON.parse(cursor)
    return typeof tokens === 'object' && tokens !== null ? (tokens as Tokens) : {}
  } catch {
    return {}
  }
}
