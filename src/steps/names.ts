/** What things in a drill are called: handles by their keys in the site, devices by the expression that draws them. */

import type { Accounts, DeclaredFleet, Devices, Group } from '../fleet/index.ts'
import { Failure } from '../kernel/index.ts'
import type { Handle, Topology } from '../site/index.ts'

type Selection = Devices['selection']
type AccountSelection = Accounts['selection']

export class Names {
  readonly #topology: Topology
  readonly #groups = new Map<Group, string>()

  constructor(topology: Topology, fleet: DeclaredFleet) {
    this.#topology = topology
    for (const [name, { selection }] of Object.entries(fleet)) {
      if (selection.of === 'group') this.#groups.set(selection.group, name)
    }
  }

  /** Throws a usage `Failure` for what this drill does not declare. */
  of(target: Handle | Devices): string {
    return target.is === 'devices' ? this.devices(target.selection) : this.#topology.nameOf(target)
  }

  /** `phones.some(25%)`. */
  devices(selection: Selection): string {
    if (selection.of === 'share') return `${this.devices(selection.from)}.some(${selection.share})`
    if (selection.of === 'rest') return `${this.devices(selection.from)}.except(${this.devices(selection.without)})`
    const name = this.#groups.get(selection.group)
    if (name !== undefined) return name
    const known = [...this.#groups.values()].join(', ') || 'none'
    throw new Failure('usage', `devices are used that the fleet does not declare: expected some of ${known}`)
  }

  /** `phones.accounts.some(50%)`. */
  accounts(selection: AccountSelection): string {
    if (selection.of === 'new') return `${selection.count} accounts`
    if (selection.of === 'named') return selection.accounts.map(({ user }) => user).join(', ')
    if (selection.of === 'share') return `${this.accounts(selection.from)}.some(${selection.share})`
    return `${this.devices(selection.devices)}.accounts`
  }
}
