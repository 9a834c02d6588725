/** Turns one arm of a drill into a plan, or refuses it with one clear error. Starts nothing and asks nobody. */

import { dirname } from 'node:path'
import { isAdapter } from '../clients/index.ts'
import { PlannedRecords, Roster, type DeclaredFleet } from '../fleet/index.ts'
import { Failure, Random, reasonOf } from '../kernel/index.ts'
import { usersLineOf } from '../kernel/users-line.ts'
import type { Act, Intent, PlannedStep } from '../ledger/index.ts'
import { canonical, digest, PRESET, type Collection, type Plain } from '../records/index.ts'
import { askedOfExternal } from '../runtime/index.ts'
import { standingIn, Topology } from '../site/index.ts'
import { demand } from '../steps/demand.ts'
import { Names } from '../steps/names.ts'
import type { CompiledStep } from '../steps/step.ts'
import { checkArms, checkExpectation, rowOf } from './check-arms.ts'
import { commandsOf } from './check-programs.ts'
import { checkFleet, checkSite, checkStarts, needsOf } from './check-site.ts'
import type { CompiledDrill } from './compiled.ts'
import type { Drill, Row, Staged } from './drill.ts'
import { drillName } from './load.ts'
import { limitsOf, planOf } from './plan.ts'
import { judgedPromises } from './promises.ts'
import { everyStep, inStep, Tree, type Numbered } from './tree.ts'

export interface Compilation {
  readonly file: string
  readonly arm: string
  readonly seed: number
}

const ACTS: readonly Act[] = ['given', 'before', 'disaster', 'recovery']

/** Throws a usage `Failure` that names the file, the arm, the step and the field. */
export function compile(drill: Drill, { file, arm, seed }: Compilation): CompiledDrill {
  const name = drillName(file)
  return inStep(name, () => {
    checkArms(drill)
    const row = drill.arms[arm]
    if (!row) {
      throw new Failure('usage', `arm '${arm}': expected one of ${Object.keys(drill.arms).join(', ')}`)
    }
    return inStep(`arm '${arm}'`, () => compileArm(drill, row, { file, name, arm, seed }))
  })
}

function compileArm(drill: Drill, row: Row, opening: Compilation & { readonly name: string }): CompiledDrill {
  const { seed } = opening
  const { site, fleet, acts: declared } = staged(drill, row, opening.file)
  const asked = askedOfExternal()
  const topology = new Topology(site, asked.addresses)
  checkSite(topology)
  checkFleet(fleet, topology)
  const names = new Names(topology, fleet)
  const numbered = number(declared, topology, names)
  const every = ACTS.flatMap((act) => numbered[act])
  checkStarts(topology, numbered)
  const strike = strikeOf(numbered)
  const judged = judgedPromises(drill, topology)
  const expectation = row.expect
  checkExpectation(expectation, judged, every, topology)
  const roster = new Roster(fleet, seed, topology.external.size > 0 ? asked.accounts : undefined)
  const declaredLimits = limitsOf(drill.limits ?? {}, roster)
  const askingMs = everyStep(every).reduce((sum, { step }) => sum + (step.asks?.withinMs ?? 0), 0)
  const limits = { ...declaredLimits, arm: declaredLimits.arm + askingMs }
  const plan = planOf(topology, roster, every, limits)
  return {
    ...opening,
    title: drill.title,
    story: drill.story,
    sources: drill.sources ?? [],
    row: rowOf(row),
    topology,
    roster,
    strike,
    expectation,
    limits,
    plan,
    acts: withIntents(numbered, roster, fleet, topology, seed),
    promises: judged,
    collections: collectionsOf(topology),
    needs: needsOf(topology, fleet, every),
    commands: commandsOf(topology, every),
    planHash: planHashOf({ plan, row: rowOf(row), promises: judged }),
    nameOf: (target) => names.of(target),
  }
}

/**
 * Of what the heading of a ledger says too, so that it can be found again there. The row too: what it changes need not
 * show in the plan, as with a device's way to repeat itself. Where somebody else's service is makes no other plan.
 */
export function planHashOf({ plan, row, promises }: Pick<CompiledDrill, 'plan' | 'row' | 'promises'>): string {
  const named = promises.map(({ promise, claim, terms, listed, waived }) => ({ promise, claim, terms, listed, waived }))
  const { external: _, ...own } = plan
  const compiled = { plan: { ...own, steps: plan.steps.map(untold) }, row, promises: named }
  return digest(canonical(JSON.parse(JSON.stringify(compiled)) as Plain), 64)
}

/** What a step may take and bring with it follows from its name: to say so makes no other plan. */
function untold({ steps, ...own }: PlannedStep): object {
  return { ...own, takes: undefined, sideEffects: undefined, ...(steps && { steps: steps.map(untold) }) }
}

/** The functions of the drill file are somebody else's: what they throw is about their file. */
function staged(drill: Drill, row: Row, file: string): Staged {
  try {
    return standingIn(dirname(file), () => drill.stage(row))
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown
    const where = usersLineOf(thrown)
    throw new Failure('usage', `site, fleet or steps threw: ${reasonOf(thrown)}${where}`, { cause: thrown })
  }
}

function number(acts: Staged['acts'], topology: Topology, names: Names): Readonly<Record<Act, readonly Numbered[]>> {
  const tree = new Tree(topology, names)
  const { given = [], before, disaster, recovery = [] } = acts
  const numbered = {
    given: tree.number('given', given),
    before: tree.number('before', before),
    disaster: tree.number('disaster', disaster),
    recovery: tree.number('recovery', recovery),
  }
  const works = everyStep(numbered.before).some(({ step }) => step.plan)
  demand(works, 'before', 'work, so that there is something to lose', 'none')
  demand(numbered.disaster.length > 0, 'disaster', 'at least one step', 'none')
  return numbered
}

/** The first injury of the disaster, or its first step. */
function strikeOf({ disaster }: Readonly<Record<Act, readonly Numbered[]>>): string {
  return (everyStep(disaster).find(({ step }) => step.injury) ?? disaster[0])?.id ?? ''
}

/** In the order of the drill, for what an update aims at is a record that an earlier edit made. */
function withIntents(
  numbered: Readonly<Record<Act, readonly Numbered[]>>,
  roster: Roster,
  fleet: DeclaredFleet,
  topology: Topology,
  seed: number,
): CompiledDrill['acts'] {
  const records = new PlannedRecords()
  const collections = collectionsOf(topology)
  const carried = collections.map(({ name }) => name)
  const everybody = Object.values(fleet).flatMap((group) => roster.select(group))
  // What is there of somebody else is nobody's of this run to change.
  const hasGiven = numbered.given.length > 0 && topology.external.size === 0
  // The greatest score wins, whoever writes a lower one: nobody could tell what an edit of a stranger's score came to.
  const there = collections.filter(({ policy }) => hasGiven && policy !== 'max').map(({ name }) => name)
  const common = { roster, everybody, carried, there, records }
  const plan = ({ id, key, step }: Pick<Numbered, 'id' | 'key' | 'step'>): readonly Intent[] =>
    step.plan?.({ ...common, step: id, random: new Random(`${seed}/${key}`) }) ?? []
  const complete = ({ ongoing, children, ...own }: Numbered): CompiledStep => ({
    ...own,
    intents: plan(own),
    ...(ongoing && { ongoing: complete(ongoing) }),
    children: children.map(complete),
  })
  return {
    given: numbered.given.map(complete),
    before: numbered.before.map(complete),
    disaster: numbered.disaster.map(complete),
    recovery: numbered.recovery.map(complete),
  }
}

/** Those of the preset in its order, then the drill's own as its clients declare them. */
function collectionsOf({ clients }: Topology): readonly Collection[] {
  const all = [...clients.values()].flatMap((client) => (isAdapter(client) ? client.collections : []))
  const place = ({ name }: Collection) => (PRESET.has(name) ? [...PRESET.keys()].indexOf(name) : PRESET.size)
  return all.toSorted((one, other) => place(one) - place(other))
}
