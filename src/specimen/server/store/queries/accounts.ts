/** Accounts and device tokens. */

import type { Accounts } from '../store.ts'
import { account, text } from './shapes.ts'
import type { Queries } from './tables.ts'

export function accountsOver(db: Queries): Accounts {
  return {
    find: async (user) => {
      const found = await db.selectFrom('accounts').selectAll().where('user', '=', user).executeTakeFirst()
      return found && account(found)
    },
    add: async ({ user, salt, hash }) => {
      await db.insertInto('accounts').values({ user, salt, hash }).execute()
    },
    all: async () => (await db.selectFrom('accounts').selectAll().orderBy('user').execute()).map(account),
    addToken: async ({ hash, user, device }) => {
      await db.insertInto('tokens').values({ hash, user, device }).execute()
    },
    userOf: async (tokenHash) => {
      const found = await db.selectFrom('tokens').select('user').where('hash', '=', tokenHash).executeTakeFirst()
      return found && text(found, 'user')
    },
  }
}
