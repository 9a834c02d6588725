/** Runs a command next to a service: in a container of the same image, on the same volumes, that goes with it. */

import { join } from 'node:path'
import { authorityOf, Failure, uniqueName } from '../../kernel/index.ts'
import type { Topology } from '../../site/index.ts'
import { ADDRESS } from '../execute.ts'
import { OWN_READY_MS } from '../readiness.ts'
import type { Address, Executed, Room } from '../runtime.ts'
import { Container } from './container.ts'
import { executeIn } from './execute-in.ts'
import type { Parts } from './parts.ts'
import { withScripts } from './scripts.ts'
import { placementOf, type Wanted } from './service-container.ts'

/** What the image needs besides the command's own program. */
const WAITING = ['sh', '-c', 'echo waiting; exec sleep infinity']

/** `address` is the service's own, as its neighbours reach it, while it runs. */
export async function executeBeside(
  parts: Parts,
  topology: Topology,
  room: Room,
  { address, ...wanted }: Wanted & { readonly address?: Address | undefined },
  argv: readonly string[],
  atMostMs: number,
): Promise<Executed> {
  const { yard } = parts.network
  const { args: _, ...placement } = (await placementOf(parts, topology, wanted)).placement
  const name = `${wanted.name}-beside-${uniqueName(2)}`
  const container = new Container(
    yard,
    {
      ...placement,
      name: `syncdrill-${yard.run}-${name}`,
      alias: name.toLowerCase(),
      aliases: [],
      ports: [],
      entry: WAITING,
    },
    {
      name,
      ready: { logs: /^waiting$/ },
      withinMs: OWN_READY_MS,
      log: join(room.logs, `${wanted.name}-beside.log`),
      onLine: () => undefined,
      onEnd: () => undefined,
    },
  )
  try {
    await container.start()
    const env = address && { [ADDRESS]: authorityOf(address) }
    const words = await withScripts(yard.engine, container.id, argv, room.drillFolder)
    return await executeIn(yard.engine, container.id, words, { atMostMs, ...(env && { env }) })
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    throw new Failure('environment', `nothing could be run beside '${wanted.name}'`, { cause: thrown })
  } finally {
    await container.remove()
  }
}
