/** `syncdrill run`: a thin face over Vitest's own interface. */

import { nameSecrets } from '../../conductor/withhold.ts'
import { join, resolve } from 'node:path'
import { createVitest } from 'vitest/node'
import {
  asksSomebody,
  compile,
  load,
  refuseExternal,
  refuseMissingPrograms,
  refuseUnasked,
  type CompiledDrill,
} from '../../drill/index.ts'
import { readCommitments, type Commitments } from '../../commitments/index.ts'
import { counted, EXIT, Failure, reasonOf } from '../../kernel/index.ts'
import { ledgerOf } from '../../conductor/order.ts'
import {
  allowRemote,
  askBy,
  askOfExternal,
  chooseRuntime,
  untilReaped,
  wayToAsk,
  type Chosen,
} from '../../runtime/index.ts'
import {
  demandVitest,
  drillName,
  DrillReporter,
  folderName,
  isOrdered,
  ordersOf,
  suitesOf,
  type Orders,
} from '../../vitest/index.ts'
import { AS_WE_RUN_IT } from './as-we-run-it.ts'
import { tellGitHub, terminalOf, toTable, type NotHosted, type Report } from '../../report/index.ts'
import { Desk } from '../asking/desk.ts'
import { isAtTerminal } from '../asking/options.ts'
import { Person } from '../asking/person.ts'
import { outsideOf, requestLines, type Outside } from '../external.ts'
import { findDrills, noSuchArm } from '../drill-files.ts'
import { Live, type Lane } from '../live.ts'
import { Interruption } from '../interruption.ts'
import type { RunFlags } from '../main.ts'
import { checkReports } from '../reports-folder.ts'
import { withSeed } from '../numbers.ts'
import { listenForStop } from '../stop-key.ts'
import { Sharding } from '../shards/sharding.ts'

const INSIST_MS = 100

export async function run(wanted: readonly string[], flags: RunFlags): Promise<number> {
  const { allowRemote: remote, shard: part, commitments: promised, seed, challenge, arm, runtime } = withSeed(flags)
  const commitments = promised === undefined ? undefined : await readCommitments(promised)
  if (remote !== undefined) allowRemote(remote)
  askOfExternal(flags)
  askBy(flags)
  nameSecrets(flags.secret)
  using interruption = new Interruption()
  const files = await findDrills(wanted)
  const given = ordersOf({
    reports: resolve(flags.reports),
    ...(seed !== undefined && { seed }),
    ...(challenge !== undefined && { challenge }),
    ...(arm !== undefined && { arm }),
    ...(runtime !== undefined && { runtime }),
  })
  if (flags.dryRun) return await dryRun(files, given)
  if (part !== undefined) await refuseSharing(files, given)
  const sharding = part === undefined ? undefined : await Sharding.of(part, seed, { files, orders: given })
  const orders = sharding?.orders ?? given
  await checkReports(orders.reports)
  await sharding?.begin()
  const own = sharding ? files.filter((file) => orders.arms?.[file]) : files
  // What is asked for by name must run; of everything that there is, what cannot run here is named and left out.
  const hosting = wanted.length > 0 ? [] : own.map((file) => notHosted(file, orders))
  const left = (await interruption.before(Promise.all(hosting))).flat()
  const hosted = own.filter((file) => !left.some((one) => one.file === file))
  if (hosted.length === 0 && !sharding) {
    throw new Failure('environment', `no drill can run here: ${left[0]?.because ?? ''}`)
  }
  // A shard may be left without work: that the others ran is for `merge` to see.
  const nothing = { code: EXIT.pass, reports: [] }
  const { code, reports } =
    hosted.length === 0 ? nothing : await runDrills(hosted, orders, { interruption, commitments })
  if (files.length > 1) process.stdout.write(`\n${toTable(reports, left, terminalOf(process.stdout))}`)
  await sharding?.end({ code, left })
  return code
}

/** What would be sent to services of somebody else; nothing is sent, and nothing started. */
async function dryRun(files: readonly string[], orders: Orders): Promise<number> {
  for (const file of files) {
    for (const { compiled, runtime, name } of await lanesOf(file, orders, { isDry: true })) {
      const lines = requestLines(compiled)
      const none = `nothing that is not its own: it starts its services (${runtime.name})`
      process.stdout.write(`${name}, seed ${orders.seed}\n${(lines.length > 0 ? lines : [none]).join('\n')}\n`)
    }
  }
  return EXIT.pass
}

/** Several machines at once would each write as fast as all together may. */
async function refuseSharing(files: readonly string[], orders: Orders): Promise<void> {
  const lanes = (await Promise.all(files.map((file) => lanesOf(file, orders, { isDry: true })))).flat()
  const outside = lanes.find(({ compiled }) => compiled.topology.external.size > 0)
  if (outside) throw new Failure('usage', `--shard: expected drills on services of their own, got ${outside.name}`)
}

export interface Ran {
  readonly code: number
  readonly reports: readonly Report[]
}

interface Under {
  readonly interruption: Interruption
  readonly commitments?: Commitments | undefined
  /** Somebody decides before each step. */
  readonly rehearse?: Orders['rehearse'] | 'at the terminal'
}

export async function runDrills(files: readonly string[], asked: Orders, under: Under): Promise<Ran> {
  const { interruption, commitments, rehearse } = under
  demandVitest()
  const { lanes, orders } = await interruption.before(prepared(files, asked))
  const brief = files.length > 1
  const outside = outsideOf(lanes)
  using stopKey = outside ? listenForStop(() => interruption.ask()) : undefined
  const isAsked = rehearse === 'at the terminal' || (lanes.some((one) => asksSomebody(one.compiled)) && !wayToAsk())
  const reporter = await withLive(lanes, brief, async (live) => {
    await using desk = isAsked ? await Desk.open(new Person(stopKey ? [live, stopKey] : [live])) : undefined
    interruption.whenAsked(() => desk?.close())
    const reporting = new DrillReporter({
      seed: orders.seed,
      ...(orders.runtime !== undefined && { runtime: orders.runtime }),
      ...(commitments && { commitments }),
      brief,
      beforePrint: () => live.clear(),
    })
    interruption.whenAsked(() => {
      reporting.interrupted = true
      live.clear()
      process.stdout.write('syncdrill: interrupted; what it has injured is healed, and what it made is removed ...\n')
      // From now on, for a conductor that does not end by itself; what has only just begun is waited for below.
      void untilReaped(orders.run, outside?.patienceMs)
    })
    const deciding = rehearse === 'at the terminal' ? desk && { url: desk.url } : rehearse
    const own = deciding ? { ...orders, rehearse: deciding } : orders
    await runInVitest(files, { orders: own, reporter: reporting, interruption })
    return reporting
  })
  const code = reporter.interrupted ? await afterInterrupt(orders, outside) : reporter.exitCode
  await tellGitHub(reporter.reports, process.env, (text) => process.stdout.write(text))
  return { code, reports: reporter.reports }
}

interface InVitest {
  readonly orders: Orders
  readonly reporter: DrillReporter
  readonly interruption: Interruption
}

/** No retries, no other reporters, one drill after the other. */
async function runInVitest(files: readonly string[], { orders, reporter, interruption }: InVitest): Promise<void> {
  const suites = suitesOf(files, orders)
  const vitest = await createVitest(
    'test',
    { ...AS_WE_RUN_IT, include: [], reporters: [reporter] },
    { plugins: [suites.plugin] },
  )
  // Vitest has its own listeners by now.
  interruption.takeOver()
  let isOver = false
  let insisting: NodeJS.Timeout | undefined
  interruption.whenAsked(() => {
    // Said again until it is heard: a worker that is just starting misses the first call.
    if (!isOver) insisting = setInterval(() => void vitest.cancelCurrentRun('keyboard-input'), INSIST_MS)
  })
  const project = vitest.getRootProject()
  const specifications = suites.modules.map((module) => project.createSpecification(module))
  if (!reporter.interrupted) await vitest.runTestSpecifications(specifications, true)
  isOver = true
  clearInterval(insisting)
  await vitest.close()
  await reporter.settled()
}

async function withLive<T>(lanes: readonly Lane[], brief: boolean, act: (live: Live) => Promise<T>): Promise<T> {
  await using live = new Live(lanes, { out: process.stdout, brief })
  return await act(live)
}

/** Not before the reapers are done: an interrupted run leaves nothing behind, or says what. */
async function afterInterrupt({ run: name }: Orders, outside: Outside | undefined): Promise<number> {
  const left = await untilReaped(name, outside?.patienceMs)
  const words = left.length === 0 ? 'everything was healed and removed' : `still there: ${left.join(', ')}`
  process.stdout.write(`syncdrill: interrupted; ${words}\n`)
  const { lines = [], isLeft = false } = (await outside?.after()) ?? {}
  for (const line of lines) process.stdout.write(`${line}\n`)
  return left.length === 0 && !isLeft ? EXIT.interrupted : EXIT.residue
}

const tell = (what: string): void => void process.stdout.write(`syncdrill: ${what} ...\n`)

interface ChosenLane extends Lane, Chosen {
  readonly compiled: CompiledDrill
  readonly arm: string
  readonly folder: string
}

/** Compiles every arm first: a wrong drill is one clear error before anything starts. */
async function lanesOf(file: string, orders: Orders, { isDry = false } = {}): Promise<readonly ChosenLane[]> {
  const { seed, reports, run: name, runtime } = orders
  const { drill } = await load(file)
  const arms = Object.keys(drill.arms).filter((arm) => isOrdered(orders, file, arm))
  return Promise.all(
    arms.map(async (arm) => {
      const compiled = compile(drill, { file, arm, seed })
      const chosen = await chooseRuntime(runtime, compiled.needs)
      refuseExternal(compiled, chosen.runtime.name, { isDry })
      refuseMissingPrograms(compiled, chosen.runtime.name)
      if (!isDry) refuseUnasked(compiled, { atTerminal: isAtTerminal() })
      const folder = join(reports, drillName(file), name, folderName(arm))
      return { name: `${drillName(file)}: ${arm}`, ledger: ledgerOf(folder), compiled, arm, folder, ...chosen }
    }),
  )
}

/** Why this runtime cannot host the drill; nothing when it can. */
async function notHosted(file: string, orders: Orders): Promise<readonly (NotHosted & { file: string })[]> {
  const { seed, runtime } = orders
  const { drill } = await load(file)
  for (const arm of Object.keys(drill.arms).filter((one) => isOrdered(orders, file, one))) {
    try {
      const compiled = compile(drill, { file, arm, seed })
      const { needs, topology } = compiled
      const chosen = await chooseRuntime(runtime, needs)
      if (chosen.runtime.name === 'external') {
        const because = "its service is somebody else's: it runs when it is asked for by name"
        return [{ file, drill: drillName(file), because }]
      }
      refuseMissingPrograms(compiled, chosen.runtime.name)
      if (asksSomebody(compiled) && !wayToAsk()) {
        return [{ file, drill: drillName(file), because: 'it asks somebody: it runs when it is asked for by name' }]
      }
      await chosen.runtime.prepare?.(topology, tell)
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.class !== 'environment') throw thrown
      return [{ file, drill: drillName(file), because: thrown.message }]
    }
  }
  return []
}

/**
 * Images are made before anything starts, so that nobody takes a long build for a slow drill. Where they cannot be had,
 * and nobody asked for containers, what can run embedded does.
 */
async function prepared(files: readonly string[], orders: Orders): Promise<{ lanes: ChosenLane[]; orders: Orders }> {
  const lanes = (await Promise.all(files.map((file) => lanesOf(file, orders)))).flat()
  if (lanes.length === 0) throw await noSuchArm(files, orders.arm ?? '')
  announce(files, lanes, orders)
  try {
    for (const { runtime, compiled } of lanes) await runtime.prepare?.(compiled.topology, tell)
    return { lanes, orders }
  } catch (thrown) {
    const isOpen = orders.runtime === undefined && thrown instanceof Failure && thrown.class === 'environment'
    if (!isOpen) throw thrown
    const instead = { ...orders, runtime: 'embedded' }
    const others = (await Promise.all(files.map((file) => lanesOf(file, instead).catch(() => [])))).flat()
    if (others.length < lanes.length) throw thrown
    process.stdout.write(`syncdrill: not in containers, for ${reasonOf(thrown)}\n`)
    announce(files, others, instead)
    return { lanes: others, orders: instead }
  }
}

function announce(files: readonly string[], lanes: readonly ChosenLane[], { seed }: Orders): void {
  const drills = files.length === 1 ? drillName(files[0] ?? '') : counted(files.length, 'drill')
  const choices = Map.groupBy(lanes, ({ runtime, because }) => `runtime ${runtime.name} (${because})`)
  const [first, ...others] = choices.keys()
  const opening = `syncdrill: ${drills}, ${counted(lanes.length, 'arm')}, seed ${seed}`
  const lines = [...choices].map(([choice, chosen]) => `  ${counted(chosen.length, 'arm')}: ${choice}`)
  const outside = outsideOf(lanes)?.before ?? []
  const all = others.length === 0 ? [`${opening}, ${first}`] : [opening, ...lines]
  process.stdout.write([...all, ...outside.map((line) => `  ${line}`)].map((line) => `${line}\n`).join(''))
}
