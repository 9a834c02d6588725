/**
 * Removes everything on an engine that carries the label of a run, and verifies by listing. Containers first, for they
 * hold networks and volumes. An engine that does not answer is waited for: it may be starting again.
 */

import type Docker from 'dockerode'
import { inWords, monotonicMs, reasonOf, until } from '../../../kernel/index.ts'
import { addressOf, type NamedEngine } from '../../journal.ts'
import type { Patience } from '../../reaper/patience.ts'
import { connectTo } from './connection.ts'
import { ofRun } from './labels.ts'

/** One that accepts and does not answer is asked again. */
const PING_MS = 15_000
/** Nobody waits longer than this without being told for what. */
const SILENCE_MS = 1_000
/** Things of a journal that are named; a long run makes hundreds. */
const SHOWN = 12
/** A container that is being removed by its own end still stands in the way of its network for a moment. */
const SWEPT_MS = 30_000
/** What was planned and not yet made when its maker died may still be on its way through the engine. */
const ON_ITS_WAY_MS = 2_000

export interface Reaped {
  readonly removed: readonly string[]
  readonly left: readonly string[]
}

export interface EngineTask {
  readonly run: string
  readonly engine: NamedEngine
  /** Something was planned of which nobody knows whether it was made. */
  readonly unsure: boolean
  /** What the journal names of it, there still or not. */
  readonly made: readonly string[]
  readonly patience: Patience
}

export async function reapEngine(task: EngineTask): Promise<Reaped> {
  const { run, engine, unsure, patience } = task
  const connection = patience.engine ?? engine.connection
  const docker = connectTo(connection)
  const gone = await whyGone(docker, addressOf(connection), task)
  if (gone !== undefined) return { removed: [], left: [gone] }
  if (connection !== engine.connection) {
    const other = await whyOther(docker, addressOf(connection), task)
    if (other !== undefined) return { removed: [], left: [other] }
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
  await until(sweep, { what: 'it to be gone', atMostMs: SWEPT_MS, everyMs: 100 }).catch(() => undefined)
  const left = (await everything(docker, run)).map(({ name }) => name)
  return { removed: [...removed].filter((name) => !left.includes(name)), left }
}

/** Undefined where it answers. It is waited for once, and whoever waits is told at once. */
async function whyGone(
  docker: Docker,
  address: string,
  { run, made, patience }: EngineTask,
): Promise<string | undefined> {
  let last = 'no answer'
  const tell = () => {
    clearTimeout(late)
    const said = `${run}: the engine at ${address} does not answer (${last})`
    if (!isTold) patience.tell(`${said}: waiting up to ${inWords(patience.engineMs)} for it`)
    isTold = true
  }
  let isTold = patience.gone.has(address)
  const late = setTimeout(tell, SILENCE_MS)
  const answers = async () => {
    try {
      await pingOf(docker, AbortSignal.timeout(PING_MS))
      return true
    } catch (thrown) {
      // Of a name with several addresses there are several reasons, and no message.
      last = reasonOf(thrown) || String((thrown as NodeJS.ErrnoException).code)
      tell()
      throw thrown
    }
  }
  try {
    const atMostMs = patience.gone.has(address) ? 0 : patience.engineMs
    await until(answers, { what: 'the engine to answer', atMostMs, everyMs: 100 })
    return undefined
  } catch {
    patience.gone.set(address, last)
    return `whatever is on the engine at ${address}, which does not answer (${last})${among(made)}`
  } finally {
    clearTimeout(late)
  }
}

/** Its types know no options. */
const pingOf = (docker: Docker, abortSignal: AbortSignal): Promise<unknown> =>
  (docker.ping as (options: { readonly abortSignal: AbortSignal }) => Promise<unknown>).call(docker, { abortSignal })

/** Undefined where it is the engine that the journal names, reached by another address. */
async function whyOther(
  docker: Docker,
  address: string,
  { run, engine, made }: EngineTask,
): Promise<string | undefined> {
  const named = addressOf(engine.connection)
  const { ID } = (await docker.info()) as { readonly ID?: string }
  const isSame = engine.id === undefined ? (await everything(docker, run)).length > 0 : engine.id === ID
  if (isSame) return undefined
  const why = engine.id === undefined ? 'holds nothing of this run' : 'is another one'
  return `whatever is on the engine that was at ${named}: the one at ${address} ${why}${among(made)}`
}

/** A journal tells of what was made, and not of what has been removed since. */
function among(made: readonly string[]): string {
  if (made.length === 0) return ''
  const more = made.length > SHOWN ? `, and ${made.length - SHOWN} more` : ''
  return `; it had made there: ${made.slice(0, SHOWN).join(', ')}${more}`
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
