/** Where a program of somebody's is run: a container that only waits, on the network of the run, with a home. */

import { join } from 'node:path'
import { uniqueName } from '../../kernel/index.ts'
import type { Run } from '../../site/index.ts'
import { OWN_READY_MS } from '../readiness.ts'
import type { Machine, Room } from '../runtime.ts'
import { Container } from './container.ts'
import { executeIn } from './execute-in.ts'
import { imageOf } from './engine/images.ts'
import type { Parts } from './parts.ts'
import { EngineVolume } from './volume.ts'

const HOME = '/home'

export async function openMachine({ network, inside }: Parts, room: Room, name: string, run: Run): Promise<Machine> {
  const { yard } = network
  await using opened = new AsyncDisposableStack()
  const image = await imageOf(yard, run)
  const home = await EngineVolume.make(yard, `${name}-home`)
  opened.defer(() => home.remove())
  const container = new Container(
    yard,
    {
      name: `syncdrill-${yard.run}-${name}-${uniqueName(2)}`,
      image: image.name,
      network: network.name,
      alias: name.toLowerCase(),
      ports: [],
      entry: ['sh', '-c', 'echo waiting; exec sleep infinity'],
      mounts: new Map([[HOME, home]]),
    },
    {
      name,
      ready: { logs: /^waiting$/ },
      withinMs: OWN_READY_MS,
      log: join(room.logs, `${name}.log`),
      onLine: () => undefined,
      onEnd: () => undefined,
    },
  )
  opened.defer(() => container.remove())
  await container.start()
  const all = opened.move()
  return {
    home,
    address: inside,
    execute: (argv, { atMostMs }) => executeIn(yard.engine, container.id, argv, { atMostMs }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
