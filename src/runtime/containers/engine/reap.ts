/**
 * Removes everything on an engine that carries the label of a run, and verifies by listing. Containers first, for they
 * hold networks and volumes. An engine that does not answer is waited for: it may be starting again.
 */

import type Docker from 'dockerode'
import { monotonicMs, reasonOf, until } from '../../../kernel/index.ts'
import type { EngineConnection } from '../../journal.ts'
import { connectTo } from './connection.ts'
import { ofRun } from './labels.ts'

const BACK_MS = 45_000
/** A container that is being removed by its own end still stands in the way of its network for a moment. */
const GONE_MS = 30_000
/** What was planned and not yet made when its maker died may still be on its way through the engine. */
const ON_ITS_WAY_MS = 2_000

export interface Reaped {
  readonly removed: readonly string[]
  readonly left: readonly string[]
}

/** `unsure`: something was planned of which nobody knows whether it was made. */
export async function reapEngine(run: string, connection: EngineConnection, unsure: boolean): Promise<Reaped> {
  const docker = connectTo(connection)
  const answers = () => docker.ping().then(() => true)
  try {
    await until(answers, { what: 'the engine to answer', atMostMs: BACK_MS, everyMs: 100 })
  } catch (thrown) {
    return { removed: [], left: [`whatever is on the engine at ${JSON.stringify(connection)}: ${reasonOf(thrown)}`] }
  }
  const removed = new Set<string>()
  const began = monotonicMs()
  const sweep = async () => {
    const remove = async (kind: typeof containersOf) => {
      const there = await kind(docker, run)
      for (const { name } of there) removed.add(name)
      await Promise.all(there.map((thing) => thing.remove().catch(() => undefined)))
    }
    await remove(containersOf)
    await Promise.all([remove(networksOf), remove(volumesOf)])
    const isGone = (await everything(docker, run)).length === 0
    return isGone && (!unsure || monotonicMs() - began >= ON_ITS_WAY_MS)
  }
  await until(sweep, { what: 'it to be gone', atMostMs: GONE_MS, everyMs: 100 }).catch(() => undefined)
  const left = (await everything(docker, run)).map(({ name }) => name)
  return { removed: [...removed].filter((name) => !left.includes(name)), left }
}

interface Thing {
  readonly name: string
  remove(): Promise<unknown>
}

async function everything(docker: Docker, run: string): Promise<readonly Thing[]> {
  return (await Promise.all([containersOf(docker, run), networksOf(docker, run), volumesOf(docker, run)])).flat()
}

/** Killed where it stands, paused or not: nothing of it may run again. */
async function containersOf(docker: Docker, run: string): Promise<readonly Thing[]> {
  const found = await docker.listContainers({ all: true, filters: ofRun(run) })
  return found.map(({ Id, Names }) => ({
    name: `container ${Names[0]?.slice(1) ?? Id}`,
    remove: () => docker.getContainer(Id).remove({ force: true, v: true }),
  }))
}

async function networksOf(docker: Docker, run: string): Promise<readonly Thing[]> {
  const found = await docker.listNetworks({ filters: ofRun(run) })
  return found.map(({ Id, Name }) => ({ name: `network ${Name}`, remove: () => docker.getNetwork(Id).remove() }))
}

async function volumesOf(docker: Docker, run: string): Promise<readonly Thing[]> {
  const { Volumes } = await docker.listVolumes({ filters: ofRun(run) as never })
  return Volumes.map(({ Name }) => ({ name: `volume ${Name}`, remove: () => docker.getVolume(Name).remove() }))
}
