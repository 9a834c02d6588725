/** A small service that counts in a file, and scripts of its own that copy that file: for either runtime. */

import { client, Wire } from '../../clients/index.ts'
import type { Address } from '../../runtime/index.ts'
import { echo } from '../../runtime/testing/program.ts'
import { service, site, Topology, volume, type Service } from '../../site/index.ts'
import { COPY } from '../commands-engine.ts'
import { commands, type CommandsOptions } from '../commands.ts'
import type { Copied } from '../engine.contract.ts'
import { openScene } from './scene.ts'

const talk = client({ carries: ['notes'], connect: () => Promise.reject(new Error('nobody syncs here')) })
const sh = (script: string, ...args: readonly string[]) => ['sh', '-euc', script, 'own', ...args]

/** A folder for each copy, with a checksum; its name is the last thing that is said. */
const TAKE = `
name=$(date +%s%N)
mkdir "/backups/$name"
cp /data/counter "/backups/$name/rows"
(cd "/backups/$name"; sha256sum rows > sum)
if [ "$1" -gt 0 ]; then ls /backups | head -n "-$1" | while read -r old; do rm -r "/backups/$old"; done; fi
echo "a complaint" >&2
echo "$name"
`
const RESTORE = `
cd "/backups/$1"
sha256sum --check --status sum || { echo "$1 is not what it was" >&2; exit 3; }
cp rows /data/counter
echo "1 row restored"
`

/** `where` has `inside` or `beside` of the service in it. */
export interface Scripts {
  readonly where: (service: Service) => Partial<CommandsOptions>
  readonly keep?: number
  readonly runtime?: 'embedded' | 'containers'
}

export async function openOwnScripts({ where, keep = 0, runtime = 'embedded' }: Scripts) {
  const volumes = { disk: volume(), shelf: volume() }
  const counter = service({
    versions: { '1': echo() },
    start: '1',
    data: { '/data': volumes.disk },
    ready: { http: '/health' },
  })
  const own = commands({
    to: volumes.shelf,
    take: sh(TAKE, String(keep)),
    list: ['ls', '/backups'],
    verify: sh('cd "/backups/$1"; sha256sum --check --quiet sum', COPY),
    restore: sh(RESTORE, COPY),
    ...where(counter),
  })
  const topology = new Topology(
    site({ services: { counter }, volumes, backups: { own }, clients: { api: talk(counter) } }),
  )
  const scene = await openScene({ runtime, topology, services: [counter] })
  const shelf = scene.site.volume(volumes.shelf)
  const count = (at: Address = scene.site.direct(counter)) => countAt(at, '/')
  const add = () => countAt(scene.site.direct(counter), '/count')
  const dispose = () => scene[Symbol.asyncDispose]()
  return { engine: own.engine, scene, shelf, count, add, counter, [Symbol.asyncDispose]: dispose } satisfies Copied & {
    readonly counter: Service
  }
}

async function countAt(address: Address, path: string): Promise<number> {
  await using wire = new Wire(() => address)
  return (JSON.parse((await wire.send('GET', path)).text) as { readonly count: number }).count
}
