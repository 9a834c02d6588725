/** A small site for tests of the language: nothing in it can be started, and nothing is asked to. */

import type { EngineBackup } from '../backups/index.ts'
import { client } from '../clients/index.ts'
import { cutLink, zeroPages } from '../faults/index.ts'
import { devices } from '../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../judge/promises/index.ts'
import { Failure } from '../kernel/index.ts'
import { service, site, volume, type Service, type Volume } from '../site/index.ts'
import { inject, work } from '../steps/index.ts'
import type { Acts, Drill } from './drill.ts'
import { drill } from './drill.ts'
import { compile } from './compile.ts'
import { passes } from './expectation.ts'

const notHere = () => Promise.reject(new Error('nothing runs in a test of the language'))

export function backup(of: Service, to: Volume): EngineBackup<'by collection'> {
  const engine = {
    serves: of,
    mistakes: [],
    files: notHere,
    take: notHere,
    list: notHere,
    verify: notHere,
    restore: notHere,
    cleanRoom: notHere,
  }
  return { is: 'backup', can: ['by collection'], of, to, engine }
}

export const talk = client({ carries: ['contacts', 'notes'], connect: notHere })

export function smallSite() {
  const disk = volume()
  const shelf = volume()
  const sync = service({
    versions: { '1': { command: ['serve', '/data'] } },
    start: '1',
    data: { '/data': disk },
    ready: { http: '/' },
  })
  return site({
    services: { sync },
    volumes: { disk, shelf },
    backups: { nightly: backup(sync, shelf) },
    clients: { api: talk(sync) },
  })
}

export const smallFleet = () => ({ phones: devices({ accounts: 6, perAccount: 1, memory: 'volatile' }) })

export type Scene = { readonly site: ReturnType<typeof smallSite>; readonly fleet: ReturnType<typeof smallFleet> }

/** A drill of one arm that differs from a sound one in its steps only. */
export function drillOf(steps: (scene: Scene) => Partial<Acts>): Drill {
  return drill({
    title: 'A drill',
    story: 'Something happens.',
    arms: { one: { expect: passes } },
    site: smallSite,
    fleet: smallFleet,
    steps: (scene) => ({
      before: [work({ edits: 20 })],
      disaster: [inject(zeroPages(scene.site.volumes.disk))],
      ...steps(scene),
    }),
    promises: [nothingAcknowledgedIsLost()],
  })
}

export const cut = (scene: Scene) => cutLink(scene.site.clients.api.link)

/** The usage error with which an arm is refused. Anything else that is thrown is a bug of ours, and passed on. */
export function refusal(file: Drill, arm = 'one'): string {
  try {
    compile(file, { file: '/x/some.drill.ts', arm, seed: 1 })
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.class === 'usage') return thrown.message
    throw thrown
  }
  return 'it was accepted'
}
