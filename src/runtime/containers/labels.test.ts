/** What a run makes on an engine carries its label, whatever part of us makes it; what it builds, the context's. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { describe, expect, test } from 'vitest'
import { service, site, Topology, volume } from '../../site/index.ts'
import { openReaper } from '../reaper/index.ts'
import { isWithoutEngine } from '../testing/engine.ts'
import { echo } from '../testing/program.ts'
import { openEngine } from './engine/engine.ts'
import { CONTEXT, labelsOf } from './engine/labels.ts'
import { containers } from './index.ts'

function declared() {
  const data = volume()
  const front = service({ versions: { '1': echo() }, start: '1', data: { '/data': data }, ready: { http: '/health' } })
  return { data, front, topology: new Topology(site({ services: { front }, volumes: { data }, clients: {} })) }
}

type Labels = Readonly<Record<string, string>> | undefined

interface Born {
  readonly Type: string
  readonly Actor: { readonly Attributes: Readonly<Record<string, string>> }
}

/** Containers that were created since, by name, with the attributes that the engine tells of them. */
async function births(docker: Docker, born: Born[]): Promise<Disposable> {
  const filters = JSON.stringify({ type: ['container'], event: ['create'] })
  const stream: unknown = await docker.getEvents({ filters })
  createInterface({ input: stream as Readable }).on('line', (line) => born.push(JSON.parse(line) as Born))
  return { [Symbol.dispose]: () => void (stream as Readable).destroy() }
}

/** Everything there whose name says that it is of this run, with its labels. */
async function named(docker: Docker, name: string): Promise<readonly (readonly [string, Labels])[]> {
  const [alive, networks, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters: { name: [name] } }),
    docker.listNetworks({ filters: { name: [name] } }),
    docker.listVolumes({ filters: { name: [name] } as never }),
  ])
  return [
    ...alive.map(({ Labels: labels }) => ['container', labels] as const),
    ...networks.map(({ Labels: labels }) => ['network', labels] as const),
    ...Volumes.map(({ Labels: labels }) => ['volume', labels] as const),
  ]
}

describe.skipIf(isWithoutEngine)('on an engine', () => {
  test('everything is labelled, no volume is without a name, and nobody starts Ryuk', async () => {
    const { docker } = await openEngine()
    const run = `labels-${process.pid}`
    const born: Born[] = []
    using _ = await births(docker, born)
    const { data, front, topology } = declared()
    const logs = mkdtempSync(join(tmpdir(), 'syncdrill-labels-'))
    const reaper = await openReaper(run, containers.makeDummies)
    try {
      await using running = await containers.open(topology, { run, logs, journal: reaper.journal })
      await running.start(front)
      const { asideAs } = await running.replaceVolume(data)
      // What was destroyed, and is asked about all the same.
      await running.kill(front)
      await running.aside(asideAs).remove()
      expect(await running.aside(asideAs).list()).toEqual([])
      await running.start(front)
      await running.volume(data).write('photo', Buffer.from('precious'))
      await using room = await running.cleanRoom(front, { data: new Map([['/data', running.volume(data)]]) })
      await using machine = await running.machine('laptop', echo())
      expect([room.address.port > 0, (await machine.execute(['true'], { atMostMs: 60_000 })).code]).toEqual([true, 0])
      const things = await named(docker, `syncdrill-${run}`)
      const kinds = Map.groupBy(things, ([kind]) => kind)
      // Toxiproxy, the service, its clean room, the machine, two attendants; two volumes, the room's, and a home.
      expect(['container', 'network', 'volume'].map((kind) => kinds.get(kind)?.length)).toEqual([6, 1, 4])
      for (const [kind, labels] of things) expect([kind, labels]).toMatchObject([kind, labelsOf(run)])
      const own = await docker.listContainers({ all: true, filters: { label: [`org.syncdrill.run=${run}`] } })
      expect(own.flatMap(({ Mounts }) => Mounts.map(({ Name = '' }) => Name)).every((name) => name.includes(run))).toBe(
        true,
      )
      for (const { Image } of own.filter((one) => one.Image.startsWith('syncdrill/'))) {
        const { Config } = await docker.getImage(Image).inspect()
        expect(Config.Labels).toMatchObject({ [CONTEXT]: Image })
      }
    } finally {
      expect((await reaper.reap()).left).toEqual([])
      rmSync(logs, { recursive: true })
    }
    const attributes = born.map(({ Actor }) => Actor.Attributes)
    const ours = attributes.filter(({ name = '' }) => name.includes(run))
    // The proof of life is a run of its own.
    expect(ours.map((one) => one['org.syncdrill.run']?.replace(/-proof-\w+$/, ''))).toEqual(ours.map(() => run))
    expect(ours.length).toBeGreaterThanOrEqual(6)
    expect(attributes.filter(({ image = '' }) => image.includes('ryuk'))).toEqual([])
  })
})
