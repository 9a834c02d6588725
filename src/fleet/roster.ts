/** The people and devices of one run, by name: what a declared fleet and a seed come to. */

import { Failure, fractionOf, Random } from '../kernel/index.ts'
import type { Account } from '../clients/index.ts'
import type { KnownAccount } from './there-before/accounts.ts'
import type { AccountSelection, Accounts, DeclaredFleet, Devices, Group, Selection } from './devices.ts'
import type { Program } from './programs/program.ts'

export interface RosterDevice {
  /** `phones-3`: the key in the fleet, and a number. */
  readonly name: string
  readonly group: string
  readonly account: string
  readonly memory: 'volatile' | 'durable'
  readonly retry: 'same key' | 'fresh key'
  readonly skewMs: number
  /** Undefined for a simulated device. */
  readonly program?: Program
}

export class Roster {
  readonly devices: readonly RosterDevice[]
  readonly accounts: readonly string[]
  readonly #random: Random
  readonly #groups = new Map<Group, readonly RosterDevice[]>()
  readonly #seed: string
  readonly #known = new Map<string, KnownAccount>()

  /** `own`: accounts that a service has already, in the place of those that would be made up. */
  constructor(fleet: DeclaredFleet, seed: number, own?: readonly KnownAccount[]) {
    this.#seed = String(seed)
    this.#random = new Random(`${seed}/roster`)
    const accounts: string[] = []
    const newAccounts = (count: number) => {
      if (own) return listed(count)
      const names = Iterator.from(numbered('a')).filter((name) => !this.#known.has(name))
      const made = [...names.drop(accounts.length - this.#known.size).take(count)]
      accounts.push(...made)
      return made
    }
    const listed = (count: number) => {
      const taken = (own ?? []).filter(({ user }) => !accounts.includes(user)).slice(0, count)
      if (taken.length < count) {
        throw new Failure('usage', `--accounts: expected an account for each of the fleet, got ${own?.length ?? 0}`)
      }
      for (const one of taken) this.#learn(one)
      accounts.push(...taken.map(({ user }) => user))
      return taken.map(({ user }) => user)
    }
    const declared = Object.entries(fleet).flatMap(([name, { selection }]) =>
      selection.of === 'group' ? [{ name, group: selection.group }] : [],
    )
    for (const { group } of declared) {
      if (group.accounts.of === 'named') for (const one of group.accounts.accounts) this.#learn(one)
    }
    accounts.push(...this.#known.keys())
    // Groups that bring their own accounts first: the others refer to them.
    for (const { name, group } of declared.toSorted((a, b) => depthOf(a.group.accounts) - depthOf(b.group.accounts))) {
      if (this.#groups.has(group)) continue
      const chosen = group.accounts.of === 'new' ? newAccounts(group.accounts.count) : this.#accounts(group.accounts)
      this.#groups.set(group, devicesOf(name, group, chosen))
    }
    this.devices = [...this.#groups.values()].flat()
    this.accounts = accounts
  }

  /** The devices that a selection means: always the same ones for one seed. */
  select(devices: Devices): readonly RosterDevice[] {
    return this.#select(devices.selection)
  }

  accountsOf(accounts: Accounts): readonly string[] {
    return this.#accounts(accounts.selection)
  }

  /** Those that the drill makes up: any other is there already. */
  get madeUp(): readonly string[] {
    return this.accounts.filter((account) => !this.#known.has(account))
  }

  /** As the drill names it; else made up, the same for one seed, and reachable only while the run lasts. */
  credentials(account: string): Account {
    const known = this.#known.get(account)
    const password = known?.password ?? new Random(`${this.#seed}/password/${account}`).seed().toString(36)
    return {
      user: known?.user ?? `${account}@example.org`,
      password: {
        is: 'secret',
        reveal: () => password,
        toString: () => '***',
        toJSON: () => '***',
        [Symbol.for('nodejs.util.inspect.custom')]: () => '***',
      } as Account['password'],
    }
  }

  /** Throws a usage `Failure` where two groups name one account with two passwords. */
  #learn(named: KnownAccount): void {
    const { user } = named
    const known = this.#known.get(user)
    if (known && known.password !== named.password) {
      throw new Failure('usage', `fleet: account '${user}': expected one password, got two`)
    }
    this.#known.set(user, named)
  }

  #select(selection: Selection): readonly RosterDevice[] {
    switch (selection.of) {
      case 'group':
        return this.#groups.get(selection.group) ?? []
      case 'share':
        return this.#some(this.#select(selection.from), ({ name }) => name, selection.share)
      case 'rest': {
        const without = new Set(this.#select(selection.without))
        return this.#select(selection.from).filter((device) => !without.has(device))
      }
    }
  }

  #accounts(selection: AccountSelection): readonly string[] {
    switch (selection.of) {
      case 'new':
        return []
      case 'named':
        return selection.accounts.map(({ user }) => user)
      case 'devices':
        return [...new Set(this.#select(selection.devices).map(({ account }) => account))]
      case 'share':
        return this.#some(this.#accounts(selection.from), (name) => name, selection.share)
    }
  }

  /** The first of a draw that belongs to each name: a greater share contains a smaller one. At least one. */
  #some<T>(all: readonly T[], nameOf: (one: T) => string, share: `${number}%`): readonly T[] {
    const fraction = fractionOf(share)
    const count = fraction === 0 ? 0 : Math.max(1, Math.round(all.length * fraction))
    const rank = new Map(all.map((one) => [one, this.#random.fork(nameOf(one)).fraction()]))
    const drawn = new Set(all.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)).slice(0, count))
    return all.filter((one) => drawn.has(one))
  }
}

function* numbered(letter: string): Generator<string, never> {
  for (let number = 1; ; number += 1) yield `${letter}${String(number).padStart(2, '0')}`
}

function depthOf(selection: AccountSelection): number {
  if (selection.of === 'new' || selection.of === 'named') return 0
  if (selection.of === 'share') return depthOf(selection.from)
  let from = selection.devices
  while (from.of !== 'group') from = from.from
  return 1 + depthOf(from.group.accounts)
}

/** Two thirds of the accounts have one device, one third has two, unless a number is given. */
function devicesOf(name: string, group: Group, accounts: readonly string[]): readonly RosterDevice[] {
  const { memory, retry, skewMs, program } = group
  const owners = accounts.flatMap((account, place) => {
    const count = group.perAccount ?? (place % 3 === 2 ? 2 : 1)
    return Array.from({ length: count }, () => account)
  })
  const common = { group: name, memory, retry, skewMs, ...(program && { program }) }
  return owners.map((account, place) => ({ name: `${name}-${place + 1}`, account, ...common }))
}
