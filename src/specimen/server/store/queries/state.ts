/** The state of the service: its epoch, the end of the order of commits, and which classes are closed. */

import { randomUUID } from 'node:crypto'
import { CLASSES } from '../../classes.ts'
import { StoreUnreadable, type State } from '../store.ts'
import { text } from './shapes.ts'
import type { Queries } from './tables.ts'

/** How rows get their places in the order of commits: none is given twice, not even that of a row that was deleted. */
export interface Numbering {
  last(): Promise<number>
  /** The first of so many places in a row. */
  reserve(count: number): Promise<number>
}

/** What a database does in a way of its own. */
export interface Manners {
  readonly numbering: Numbering
  /** The epoch as devices see it: what is kept, and whatever else makes the same numbers mean other rows. */
  shownEpoch(kept: string): Promise<string>
}

export async function stateValue(db: Queries, name: string): Promise<string | undefined> {
  const found = await db.selectFrom('state').select('value').where('name', '=', name).executeTakeFirst()
  return found && text(found, 'value')
}

export async function setState(db: Queries, name: string, value: string): Promise<void> {
  await db.updateTable('state').set({ value }).where('name', '=', name).execute()
}

export function stateOver(db: Queries, manners: Manners): State {
  const get = async (name: string): Promise<string> => {
    const value = await stateValue(db, name)
    if (value === undefined) throw new StoreUnreadable(`state '${name}' is missing`)
    return value
  }
  return {
    epoch: async () => manners.shownEpoch(await get('epoch')),
    renewEpoch: async () => {
      const epoch = randomUUID()
      await setState(db, 'epoch', epoch)
      return manners.shownEpoch(epoch)
    },
    sequence: () => manners.numbering.last(),
    closed: async () => {
      const closed = JSON.parse(await get('closed')) as readonly string[]
      return CLASSES.filter((each) => closed.includes(each))
    },
    close: (classes) => setState(db, 'closed', JSON.stringify(classes)),
  }
}
