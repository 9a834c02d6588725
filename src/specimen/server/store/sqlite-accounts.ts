/** Accounts, device tokens and the state of the service, in SQLite. */

import { randomUUID } from 'node:crypto'
import { CLASSES } from '../classes.ts'
import type { Format } from './formats.ts'
import { account, number, text } from './shapes.ts'
import type { Statements } from './statements.ts'
import { StoreUnreadable, type Accounts, type State } from './store.ts'

export function sqliteAccounts(sql: Statements): Accounts {
  return {
    find: async (user) => {
      const found = sql.first('SELECT * FROM accounts WHERE user = ?', user)
      return found && account(found)
    },
    add: async ({ user, salt, hash }) =>
      sql.run('INSERT INTO accounts (user, salt, hash) VALUES (?, ?, ?)', user, salt, hash),
    all: async () => sql.all('SELECT * FROM accounts ORDER BY user').map(account),
    addToken: async ({ hash, user, device }) =>
      sql.run('INSERT INTO tokens (hash, user, device) VALUES (?, ?, ?)', hash, user, device),
    userOf: async (tokenHash) => {
      const found = sql.first('SELECT user FROM tokens WHERE hash = ?', tokenHash)
      return found && text(found, 'user')
    },
  }
}

export function sqliteState(sql: Statements, { records }: Format): State {
  const get = (name: string): string => {
    const found = sql.first('SELECT value FROM state WHERE name = ?', name)
    if (!found) throw new StoreUnreadable(`state '${name}' is missing`)
    return text(found, 'value')
  }
  const set = (name: string, value: string) => sql.run('UPDATE state SET value = ? WHERE name = ?', value, name)
  return {
    epoch: async () => get('epoch'),
    renewEpoch: async () => {
      const epoch = randomUUID()
      set('epoch', epoch)
      return epoch
    },
    sequence: async () => {
      const found = sql.first('SELECT seq FROM sqlite_sequence WHERE name = ?', records)
      return found ? number(found, 'seq') : 0
    },
    closed: async () => {
      const closed = JSON.parse(get('closed')) as readonly string[]
      return CLASSES.filter((each) => closed.includes(each))
    },
    close: async (classes) => set('closed', JSON.stringify(classes)),
  }
}
