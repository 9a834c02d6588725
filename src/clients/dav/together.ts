/** Several collections as one session: their views are one view, their cursors one cursor. */

import type { Change, Outcome, Session, View } from '../client.ts'
import type { Collection } from './collection.ts'

/** By the names of the classes that they keep. */
export function together(collections: Readonly<Record<string, Collection>>): Session {
  return {
    push: (change: Change): Promise<Outcome> => {
      const collection = collections[change.class]
      return collection
        ? collection.push(change)
        : Promise.resolve({ is: 'rejected', why: `no collection of ${change.class} here` })
    },
    pull: (cursor) => pull(collections, cursor === undefined ? {} : tokensIn(cursor), cursor !== undefined),
  }
}

type Tokens = Readonly<Record<string, string>>

async function pull(collections: Readonly<Record<string, Collection>>, since: Tokens, isDelta: boolean): Promise<View> {
  const views: View[] = []
  const tokens: Record<string, string> = {}
  for (const [name, collection] of Object.entries(collections)) {
    const view = await collection.pull(since[name])
    // A view is full in all of its parts, or in none.
    if (isDelta && view.kind === 'full') return pull(collections, {}, false)
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
