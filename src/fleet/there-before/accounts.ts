/** Accounts that a service already has, by their names there: those of a dump, or of somebody's test system. */

import * as z from 'zod'
import { aText, declared, members } from '../../kernel/declared.ts'
import { Failure } from '../../kernel/index.ts'

/** An account by its name in the service; a name alone gets a password that is made up. */
export type NamedAccount = string | { readonly user: string; readonly password: string }

/** As a roster keeps them: `password` only where the drill says one. */
export interface KnownAccount {
  readonly user: string
  readonly password?: string
}

const WHAT = "an account by its name, or { user, password }: 'ada', { user: 'ben', password: '...' }"

const shape = z.array(
  z.union([aText, members('{ user, password }', { user: aText, password: aText })], { error: WHAT }),
  { error: 'a list of accounts' },
)

/** Throws a usage `Failure`, which never says a password, for a list of nobody, a name that is empty, or one twice. */
export function knownAccounts(where: string, named: readonly NamedAccount[]): readonly KnownAccount[] {
  declared(`${where}: accounts`, named, shape)
  const known = named.map((one) => (typeof one === 'string' ? { user: one } : one))
  const users = known.map(({ user }) => user)
  const twice = users.find((user, place) => users.indexOf(user) !== place)
  const refuse = (expected: string, got: string) => {
    throw new Failure('usage', `${where}: accounts: expected ${expected}, got ${got}`)
  }
  if (known.length === 0) refuse('at least one account', 'none')
  if (users.some((user) => user.trim() === '')) refuse('names that are not empty', "''")
  if (twice !== undefined) refuse('each account once', `'${twice}' twice`)
  return known
}
