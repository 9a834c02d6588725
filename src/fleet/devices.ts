/** Who uses the site, declared: groups of devices, and selections of them that the seed draws. */

import * as z from 'zod'
import { aNumber, aText, declared, made, members } from '../kernel/declared.ts'
import { Failure, msOf, type Duration, type Share } from '../kernel/index.ts'
import type { Named } from '../site/index.ts'
import { knownAccounts, type KnownAccount, type NamedAccount } from './there-before/accounts.ts'
import type { Program } from './programs/program.ts'

/** A set of devices, drawn by seed. The same expression always means the same devices. */
export interface Devices {
  readonly is: 'devices'
  readonly accounts: Accounts
  some(share: Share): Devices
  except(others: Devices): Devices
  readonly selection: Selection
}

/** A set of accounts, drawn by seed: those of the devices that it was asked of, or a share of them. */
export interface Accounts {
  readonly is: 'accounts'
  some(share: Share): Accounts
  readonly selection: AccountSelection
}

/** How a set came to be: a group, a share of a set, or a set without another. */
export type Selection =
  | { readonly of: 'group'; readonly group: Group }
  | { readonly of: 'share'; readonly from: Selection; readonly share: Share }
  | { readonly of: 'rest'; readonly from: Selection; readonly without: Selection }

export type AccountSelection =
  | { readonly of: 'new'; readonly count: number }
  | { readonly of: 'named'; readonly accounts: readonly KnownAccount[] }
  | { readonly of: 'devices'; readonly devices: Selection }
  | { readonly of: 'share'; readonly from: AccountSelection; readonly share: Share }

/** One `devices({...})` of a fleet. */
export interface Group {
  readonly accounts: AccountSelection
  /** Undefined: two thirds of the accounts have one device, one third has two. */
  readonly perAccount: number | undefined
  readonly memory: 'volatile' | 'durable'
  readonly retry: 'same key' | 'fresh key'
  readonly skewMs: number
  /** Who drives the devices, where they are not simulated. */
  readonly program?: Program
}

export type DeclaredFleet = Named<Devices>

export interface DeviceOptions {
  /** So many made-up ones, those of other devices, or accounts that the service has, by name. */
  readonly accounts: number | Accounts | readonly NamedAccount[]
  readonly perAccount?: number
  readonly memory: 'volatile' | 'durable'
  readonly retry?: 'same key' | 'fresh key'
  readonly clock?: { readonly skew: Duration }
}

const shape = members('{ accounts, memory, ... }', {
  accounts: z.union([aNumber, made<Accounts>('', 'accounts'), z.array(z.unknown())], {
    error: 'a number, the accounts of other devices, or accounts by name',
  }),
  perAccount: aNumber.exactOptional(),
  memory: z.enum(['volatile', 'durable'], { error: "'volatile' or 'durable'" }),
  retry: z.enum(['same key', 'fresh key'], { error: "'same key' or 'fresh key'" }).exactOptional(),
  clock: members('{ skew }', { skew: aText }).exactOptional(),
})

/**
 * A group of simulated devices. Without `perAccount` two thirds of the accounts have one device and one third has two.
 * Made-up accounts are `a01@example.org` and so on; accounts that the service already has are listed by their names
 * there, with passwords where it asks for them. `memory` says what of a device survives its power; `retry` under which
 * key a change without an answer is sent again, the same where it is left out; `clock.skew` how far its clock is off.
 * Throws a usage error where a number is no whole one of at least 1.
 * @example
 * const phones = devices({ accounts: 12, perAccount: 2, memory: 'durable', clock: { skew: '2min' } })
 * const family = devices({ accounts: ['ada', { user: 'ben', password: 'of the dump' }], memory: 'durable' })
 */
export function devices(options: DeviceOptions): Devices {
  declared('devices', options, shape)
  const { accounts, perAccount } = options
  for (const [name, count] of Object.entries({ accounts, perAccount })) {
    if (typeof count === 'number' && !(Number.isInteger(count) && count > 0)) {
      throw new Failure('usage', `devices: ${name}: expected a whole number of at least 1, got ${count}`)
    }
  }
  return devicesIn(options)
}

/** A group, whoever drives it. */
export function devicesIn(options: DeviceOptions & { readonly program?: Program }): Devices {
  const { accounts, perAccount, memory, retry = 'same key', clock, program } = options
  const from = accountsIn(options.program ? 'programs' : 'devices', accounts)
  const skewMs = clock ? msOf(clock.skew, 'clock.skew') : 0
  const group: Group = { accounts: from, perAccount, memory, retry, skewMs, ...(program && { program }) }
  return selected({ of: 'group', group })
}

function accountsIn(where: string, accounts: DeviceOptions['accounts']): AccountSelection {
  if (typeof accounts === 'number') return { of: 'new', count: accounts }
  return 'selection' in accounts ? accounts.selection : { of: 'named', accounts: knownAccounts(where, accounts) }
}

function selected(selection: Selection): Devices {
  return {
    is: 'devices',
    selection,
    get accounts() {
      return selectedAccounts({ of: 'devices', devices: selection })
    },
    some: (share) => selected({ of: 'share', from: selection, share }),
    except: (others) => selected({ of: 'rest', from: selection, without: others.selection }),
  }
}

function selectedAccounts(selection: AccountSelection): Accounts {
  return { is: 'accounts', selection, some: (share) => selectedAccounts({ of: 'share', from: selection, share }) }
}
