/** Puts a stage together, and takes it apart in the opposite order. */

import { dirname } from 'node:path'
import { namesOfRecords, requestsOf, type CompiledDrill } from '../drill/index.ts'
import { Book, openPrograms, RunningFleet, World } from '../fleet/index.ts'
import type { History } from '../history/index.ts'
import { Random, type DrillClock } from '../kernel/index.ts'
import type { Ledger } from '../ledger/index.ts'
import { askedOfExternal, type Journal, type Runtime, type Sent } from '../runtime/index.ts'
import { Copies, Doors, Injuries, leave, Routes, targetOf, Wires, type Stage } from '../stage/index.ts'
import { awayOf } from './away.ts'
import { Milestones } from './milestones.ts'

export interface Opening {
  readonly compiled: CompiledDrill
  readonly runtime: Runtime
  readonly journal: Journal
  readonly ledger: Ledger
  /** Of the same ledger: it is told of each entry. */
  readonly history: History
  readonly clock: DrillClock
  readonly signal: AbortSignal
  readonly onLost: NonNullable<Parameters<Runtime['open']>[1]['onLost']>
  readonly run: string
  readonly logs: string
}

export interface OpenStage extends AsyncDisposable {
  readonly stage: Stage
  /** Once the run is over, however it ended: what was written into somebody else's service is deleted there. */
  leaveTarget(): Promise<Sent | undefined>
}

export async function openStage(opening: Opening): Promise<OpenStage> {
  const { compiled, runtime, journal, ledger, history, clock, signal, onLost, run, logs } = opening
  const { topology, roster, seed } = compiled
  const collections = new Map(compiled.collections.map((one) => [one.name, one]))
  await using opened = new AsyncDisposableStack()
  const milestones = new Milestones(topology, ledger)
  // An engine that goes away ends services, and their lines, when the run was broken off because of it.
  const onService = (change: Parameters<NonNullable<Parameters<Runtime['open']>[1]['onService']>>[0]) => {
    if (!ledger.hasEnded) ledger.append({ is: 'service', ...change })
  }
  const onLine: typeof milestones.hear = (...heard) => {
    if (!ledger.hasEnded) milestones.hear(...heard)
  }
  const room = { run, journal, drillFolder: dirname(compiled.file), logs, onLost, onService, onLine }
  const site = opened.use(await runtime.open(topology, room))
  const routes = new Routes(topology)
  const { answer: answerMs } = compiled.limits
  const target = isExternal(compiled) ? targetFor(compiled) : undefined
  const wires = opened.use(new Wires(topology, site, routes, { answerMs, signal, target }))
  const random = new Random(`${seed}/run`)
  const credentials = (account: string) => roster.credentials(account)
  const own = { ledger, clock, random: random.fork('fleet'), book: new Book() }
  const world = new World({ ...own, collections, channels: wires.channels, credentials })
  const laptops = opened.use(await openPrograms(roster, world, { site, logs }))
  const away = () => awayOf({ topology, site, routes })
  const fleet = new RunningFleet(roster, world, wires.ofLinks, away, laptops.devices)
  const copies = new Copies({ site, topology }, ledger, clock)
  const scene = { site, topology, fleet, jobs: copies }
  const stage: Stage = {
    topology,
    roster,
    collections: [...collections.keys()],
    ledger,
    clock,
    site,
    fleet,
    target,
    folder: dirname(compiled.file),
    signal,
    history,
    doors: new Doors({ topology, routes, site, ledger, sendTo: (service) => wires.direct(service) }),
    routes,
    injuries: new Injuries(scene, ledger, compiled.nameOf, random.fork('injuries'), signal),
    copies,
    versionsBefore: new Map(),
    asides: [],
  }
  const all = opened.move()
  const { channels } = wires
  return {
    stage,
    leaveTarget: async () => target && leave({ topology, site, roster, channels }, target),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

const isExternal = ({ topology }: CompiledDrill): boolean => topology.external.size > 0

function targetFor(compiled: CompiledDrill) {
  const asked = askedOfExternal()
  const { writes, deletesInAll } = requestsOf(compiled, asked)
  const planned = { create: writes.create, change: writes.change, delete: deletesInAll }
  return targetOf(asked, { names: namesOfRecords(compiled), planned, answerMs: compiled.limits.answer })
}
