/** Who is not there to be asked, and why: gone with its disk, or not running though its disk may hold everything. */

import { HEARD_MS, type Away } from '../fleet/index.ts'
import { reasonOf, until } from '../kernel/index.ts'
import { lastWords } from '../runtime/index.ts'
import type { Service } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'

type Scene = Pick<Stage, 'topology' | 'site' | 'routes'>

/** Undefined while somebody may answer. One that failed is gone, too, where a disk is that it or its callees had. */
export async function awayOf(scene: Scene): Promise<Away | undefined> {
  const { topology, site, routes } = scene
  const reached = new Set([...topology.clients.values()].map(({ service }) => routes.behind(service)))
  const own = [...topology.services.values()].filter((service) => reached.has(service))
  if (own.length < reached.size) return undefined
  const states = own.map((service) => ({ name: topology.nameOf(service), ...site.state(service) }))
  const isThere = ['running', 'paused', 'restarting']
  if (states.some(({ status }) => isThere.includes(status))) return undefined
  const words = states.map(({ name, status, exit, failed }) => {
    if (failed) return `${name} is not running (${failed.words})`
    return `${name} is ${status}${exit === undefined ? '' : ` (${exit})`}`
  })
  const because = words.join(', ')
  const failed = own.filter((service) => site.state(service).failed)
  const mayHold = await Promise.all(
    failed.map((service) => haveTheirDisks(scene, [service, ...calleesOf(scene, service)])),
  )
  return { state: mayHold.includes(true) ? 'unreadable' : 'gone', because }
}

function calleesOf(scene: Scene, { calls }: Service): readonly Service[] {
  const called = Object.values(calls)
  const own = [...scene.topology.services.values()].filter((service) => called.includes(service))
  return own.flatMap((service) => [service, ...calleesOf(scene, service)])
}

/** `; sync is not running (exit 1); its log ends: …` for each that devices need and that failed. */
export async function failedInWords(scene: Scene): Promise<string> {
  const found = () => {
    const failed = failedOf(scene)
    return failed.length > 0 && failed
  }
  const failed = await until(found, { what: 'an end to be heard of', atMostMs: HEARD_MS }).catch(() => [])
  return failed.map(({ name, end }) => `; ${name} is not running (${end.words})${lastWords(end.tail)}`).join('')
}

/**
 * Each service that devices reach, or that one of these calls, is started once on its own disk where it is not running
 * and nobody asked it to end: what it holds is not lost before somebody has looked.
 */
export async function startOnceMore(stage: Stage): Promise<void> {
  const { site, ledger, signal } = stage
  for (const { service, name } of failedOf(stage)) {
    signal.throwIfAborted()
    if (!(await haveTheirDisks(stage, [service]))) continue
    const because = 'started once more by the audit, to read what its disk holds'
    try {
      await site.start(service, { because })
    } catch (thrown) {
      ledger.append({ is: 'note', text: `${name} did not come up for the audit: ${reasonOf(thrown)}` })
    }
  }
}

/** Callees first. */
function failedOf({ topology, site, routes }: Scene) {
  return routes.reached().flatMap((service) => {
    const { failed } = site.state(service)
    return failed ? [{ service, name: topology.nameOf(service), end: failed }] : []
  })
}

async function haveTheirDisks({ site }: Scene, services: readonly Service[]): Promise<boolean> {
  const volumes = services.flatMap(({ data }) => Object.values(data))
  const there = await Promise.all(volumes.map((volume) => site.volume(volume).exists()))
  return !there.includes(false)
}
