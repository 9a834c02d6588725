/** Real client programs as a group of the fleet: declared here, run on a machine of their own. */

import type { Account } from '../../clients/index.ts'
import { Failure, type Share } from '../../kernel/index.ts'
import type { CollectionName } from '../../records/index.ts'
import type { Address, Executed } from '../../runtime/index.ts'
import type { Run } from '../../site/index.ts'
import { devicesIn, type DeviceOptions, type Devices } from '../devices.ts'
import type { Home } from './home.ts'

/** A real program with its own local store, driven from outside. `T` are the things one can tell it to do. */
export interface Program<T extends string = string> {
  readonly is: 'program'
  readonly name: string
  readonly carries: readonly CollectionName[]
  /** What each of them does, in words. */
  readonly tells: Readonly<Record<T, string>>
  /** The machine that it is installed on. */
  readonly run: Run
  readonly drive: (laptop: Laptop) => Driver
}

/** One person's, with a folder of its own. Several of a group share a machine. */
export interface Laptop {
  readonly account: Account
  readonly home: Home
  /** Of the service, as a program on it connects to it. */
  readonly address: () => Address
  /** argv, never a shell; what it prints is kept with the logs of the run. */
  readonly execute: (argv: readonly string[]) => Promise<Executed>
}

export interface Driver {
  /** Where in the home it keeps the cards, one a file. */
  readonly cards: string
  /** One run of the program, from beginning to end. */
  sync(): Promise<Heard>
  tell(word: string): Promise<void>
}

/** What a program said of its run. Said of a run that failed, it proves nothing. */
export interface Heard {
  readonly code: number
  readonly uploaded: ReadonlySet<string>
  readonly deleted: ReadonlySet<string>
  /** The end of what it printed. */
  readonly words: string
}

/** A group of laptops that such a program runs on: one per account, and what is on its disk stays there. */
export interface Programs<T extends string = string> extends Devices {
  readonly program: Program<T>
  some(share: Share): Programs<T>
}

/**
 * People who use a real client program. They edit by hand, in the files that the program syncs; one run of the program
 * is all that they do to send and to read, at every moment at which a simulated device would. Fresh edits of quiesce
 * are theirs too. The brand-new device of an account is always a simulated one, and so is whoever takes part in an edge
 * restore: a program holds nothing aside, and cannot be asked to pass a closed door. While offline a program is not
 * run.
 * @example
 * const laptops = programs(vdirsyncer({ conflict: 'server wins', run: { image: 'laptop' } }), { accounts: 4 })
 */
export function programs<T extends string>(
  program: Program<T>,
  { accounts }: Pick<DeviceOptions, 'accounts'>,
): Programs<T> {
  if (typeof accounts === 'number' && !(Number.isInteger(accounts) && accounts > 0)) {
    throw new Failure('usage', `programs: accounts: expected a whole number of at least 1, got ${accounts}`)
  }
  return withProgram(devicesIn({ accounts, perAccount: 1, memory: 'durable', program }), program)
}

function withProgram<T extends string>(devices: Devices, program: Program<T>): Programs<T> {
  return {
    is: 'devices',
    selection: devices.selection,
    accounts: devices.accounts,
    except: (others) => devices.except(others),
    some: (share) => withProgram(devices.some(share), program),
    program,
  }
}
