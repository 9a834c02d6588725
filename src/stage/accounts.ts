/** Accounts that the fleet's people sign in with: made where an adapter says how. */

import { guardedAccounts } from '../clients/guarded.ts'
import { isAdapter, type Adapter, type Administration } from '../clients/index.ts'
import { authorityOf, Failure } from '../kernel/index.ts'
import { CommandFailed, type Address, type CleanRoom } from '../runtime/index.ts'
import type { Stage } from './stage.ts'
import { wireTo } from './wires.ts'

type Scene = Pick<Stage, 'topology' | 'roster' | 'site' | 'routes' | 'signal'>

type Served = Pick<CleanRoom, 'address' | 'execute'>

const COMMAND_MS = 60_000

/**
 * On the services themselves, before anybody signs in; where all accounts are there already, nobody is asked. Throws a
 * `Failure` that names the client and the line.
 */
export async function makeAccounts(scene: Scene): Promise<void> {
  if (scene.roster.madeUp.length === 0) return
  for (const [name, adapter] of makers(scene)) {
    const behind = scene.routes.behind(adapter.service)
    const service = [...scene.topology.services.values()].find((one) => one === behind)
    if (!service) throw new Failure('bug', `client '${name}': no service behind it`)
    const execute: Served['execute'] = (argv, limits) => scene.site.execute(argv, { inside: service, ...limits })
    await makeAt(scene, name, adapter, { address: scene.site.direct(service), execute })
  }
}

/** In a clean room, where a copy may have brought none, or all of them. */
export async function makeAccountsIn(scene: Scene, room: Served): Promise<void> {
  for (const [name, adapter] of makers(scene)) await makeAt(scene, name, adapter, room)
}

function makers({ topology }: Scene): readonly [string, Adapter][] {
  return [...topology.clients].filter(
    (entry): entry is [string, Adapter] => isAdapter(entry[1]) && entry[1].definition.accounts !== undefined,
  )
}

async function makeAt({ roster, signal }: Scene, name: string, { definition }: Adapter, room: Served): Promise<void> {
  if (!definition.accounts) return
  await using wire = wireTo(room.address, signal)
  const { address, execute } = room
  const admin: Administration = {
    send: wire.send,
    address: addressIn(address),
    authority: address.authority,
    async run(argv) {
      const executed = await execute(argv, { atMostMs: COMMAND_MS })
      if (executed.code !== 0) throw new CommandFailed(argv, executed)
      return executed.stdout
    },
  }
  const accounts = roster.madeUp.map((account) => roster.credentials(account))
  await guardedAccounts(name, definition.accounts)(admin, accounts)
}

const addressIn = ({ host, port }: Address): Administration['address'] => ({
  host,
  port,
  toString: () => authorityOf({ host, port }),
})
