/** Port to other databases of the server that keeps the store: whatever an administrator has read into them. */

import type { Account, Part, PartContent, Transaction } from './store.ts'

export interface PartAndAccounts {
  readonly content: PartContent
  readonly accounts: readonly Account[]
}

/** Read in one snapshot. */
export interface OtherDatabase {
  read(part: Part): Promise<PartAndAccounts>
  blob(sha256: string): Promise<Uint8Array | undefined>
}

/** Why nothing can be restored from it. */
export class NoStoreIn extends Error {
  override readonly name = 'NoStoreIn'
  readonly damage: 'empty' | 'unusable'

  constructor(damage: 'empty' | 'unusable', message: string) {
    super(message)
    this.damage = damage
  }
}

export interface Databases {
  /** Throws `NoStoreIn` for one that is missing, empty or of a format that the running version does not know. */
  within<Result>(name: string, work: (other: OtherDatabase) => Promise<Result>): Promise<Result>
}

export async function readPart({ parts, accounts }: Transaction, part: Part): Promise<PartAndAccounts> {
  return {
    content: await parts.read(part),
    accounts: (await accounts.all()).filter(({ user }) => part.users?.includes(user) ?? true),
  }
}
