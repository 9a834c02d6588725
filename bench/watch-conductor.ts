/**
 * Loaded into a conductor before its own program. It counts for how long services and people were at it: parts of a
 * site made, started, ended, damaged or read, devices at work, and a service that owes an answer (a backup takes its
 * copy, a restore brings it back), by the clock on the wall; and, more strictly, how long the conductor's loop slept
 * while a service was started, ended or set up, or an answer of one was outstanding. At the end it writes these, and
 * the processor time of the process, into the file that `BENCH_WATCHED` names.
 */

import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { Overlap } from './arithmetic.ts'
import type { Watched } from './sidekick.ts'

const drill = new Overlap(() => performance.now())
const idleMs = () => performance.eventLoopUtilization().idle
const theirs = new Overlap(idleMs)
const services = new Overlap(idleMs)
const answers = new Overlap(idleMs)

/** A proxy is the harness's own: asking it is no waiting for a service. */
const OWN = /^\/(proxies|metrics|version)/
const outstanding = new Set<object>()
subscribe('undici:request:create', (message) => {
  const { request } = message as { readonly request: { readonly path: string } }
  if (OWN.test(request.path)) return
  outstanding.add(request)
  for (const counter of [theirs, answers, drill]) counter.begin()
})
for (const channel of ['undici:request:trailers', 'undici:request:error']) {
  subscribe(channel, (message) => {
    if (!outstanding.delete((message as { readonly request: object }).request)) return
    for (const counter of [theirs, answers, drill]) counter.end()
  })
}

type Act = (...given: unknown[]) => Promise<unknown>

/** Each call of these counts from its beginning to its end. */
function count(of: object, names: readonly string[], counters: readonly Overlap[]): void {
  const acts = of as { [name: string]: Act }
  for (const name of names) {
    const act = acts[name]
    if (!act) throw new TypeError(`nothing is called '${name}' there`)
    acts[name] = async function counted(this: unknown, ...given) {
      for (const counter of counters) counter.begin()
      try {
        return await act.apply(this, given)
      } finally {
        for (const counter of counters) counter.end()
      }
    }
  }
}

const { runtime } = JSON.parse(process.argv[2] ?? '') as { readonly runtime?: string }
const inContainers = runtime === 'containers'
const { prototype } = inContainers
  ? (await import('../src/runtime/containers/running-site.ts')).ContainersSite
  : (await import('../src/runtime/embedded/running-site.ts')).EmbeddedSite
count(prototype, ['start', 'stop', 'kill', 'pause', 'resume', 'cleanRoom'], [theirs, services, drill])
count(prototype, ['replaceVolume', 'execute', 'scratch'], [drill])
const { prototype: volume } = inContainers
  ? (await import('../src/runtime/containers/volume.ts')).EngineVolume
  : (await import('../src/runtime/folder.ts')).Folder
count(volume, ['list', 'read', 'search', 'overwrite', 'truncate', 'copyTo', 'clear', 'exists', 'remove'], [drill])
const opened = inContainers
  ? (await import('../src/runtime/containers/index.ts')).containers
  : (await import('../src/runtime/embedded/index.ts')).embedded
count(opened, ['open'], [drill])
const { prototype: people } = (await import('../src/fleet/index.ts')).RunningFleet
const atWork = ['adopt', 'work', 'drain', 'freshEdits', 'untilFreshSeen', 'powerCycle', 'edgeRestore']
const reading = ['digestOfViews', 'serverViews', 'deviceViews', 'newDevices', 'copyViews', 'salvageViews']
count(people, [...atWork, ...reading], [drill])

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const watched: Watched = {
    drillMs: drill.total,
    theirsMs: theirs.total,
    servicesMs: services.total,
    answersMs: answers.total,
    busyMs: performance.eventLoopUtilization().active,
    processorMs: (user + system) / 1_000,
  }
  writeFileSync(process.env['BENCH_WATCHED'] ?? '', JSON.stringify(watched))
})
