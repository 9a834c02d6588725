/**
 * Loaded into a conductor before its own program. It counts for how long the conductor's loop slept while a service was
 * started, ended or set up beside the site, or while an answer of a service was outstanding. At the end it writes that
 * number, and the processor time of the process, into the file that `BENCH_WATCHED` names.
 */

import { subscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import { Overlap } from './arithmetic.ts'
import type { Watched } from './sidekick.ts'

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
  theirs.begin()
  answers.begin()
})
for (const channel of ['undici:request:trailers', 'undici:request:error']) {
  subscribe(channel, (message) => {
    if (!outstanding.delete((message as { readonly request: object }).request)) return
    theirs.end()
    answers.end()
  })
}

type Act = (...given: unknown[]) => Promise<unknown>

/** Each call of it counts from its beginning to its end. */
function count(acts: { [name: string]: Act }, name: string): void {
  const act = acts[name]
  if (!act) throw new TypeError(`a running site has no '${name}'`)
  acts[name] = async function counted(this: unknown, ...given) {
    theirs.begin()
    services.begin()
    try {
      return await act.apply(this, given)
    } finally {
      theirs.end()
      services.end()
    }
  }
}

const { runtime } = JSON.parse(process.argv[2] ?? '') as { readonly runtime?: string }
const { prototype } =
  runtime === 'containers'
    ? (await import('../src/runtime/containers/running-site.ts')).ContainersSite
    : (await import('../src/runtime/embedded/running-site.ts')).EmbeddedSite
const acts = prototype as unknown as { [name: string]: Act }
for (const name of ['start', 'stop', 'kill', 'pause', 'resume', 'cleanRoom']) count(acts, name)

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const watched: Watched = {
    theirsMs: theirs.total,
    servicesMs: services.total,
    answersMs: answers.total,
    busyMs: performance.eventLoopUtilization().active,
    processorMs: (user + system) / 1_000,
  }
  writeFileSync(process.env['BENCH_WATCHED'] ?? '', JSON.stringify(watched))
})
