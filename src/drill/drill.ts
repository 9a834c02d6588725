/** A drill file's one export: title, story, arms as rows, and what each row means. Making it starts nothing. */

import * as z from 'zod'
import type { DeclaredFleet } from '../fleet/index.ts'
import { aFunction, aText, being, declared, members, named, texts } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import type { Claim } from '../judge/promises/index.ts'
import type { Named, Site } from '../site/index.ts'
import type { Steps } from '../steps/index.ts'
import type { Expectation } from './expectation.ts'
import type { Limits } from './plan.ts'
import { namesIn, sceneOf, type Scene } from './scene.ts'

/**
 * The acts. `given` makes what is there before anybody signs in: commands of a runbook, a dump, files put on a volume.
 * What it leaves is adopted, and judged; where a step of it fails, nothing is tried (exit 4).
 * The strike, from which RPO and RTO count, is the first injury of `disaster`, or its first step. `before` is its own
 * control: what it acknowledged is read back at its end, or the drill is inconclusive.
 * Whatever is still closed after `recovery` is opened, empty or not: what cannot be read cannot be judged.
 */
export interface Acts {
  readonly given?: Steps
  readonly before: Steps
  readonly disaster: Steps
  readonly recovery?: Steps
}

export interface Row {
  readonly expect: Expectation
}

/** One arm of a drill, spelled out by its row. */
export interface Staged {
  readonly site: Site
  readonly fleet: DeclaredFleet
  readonly acts: Acts
}

interface Opening {
  readonly title: string
  readonly story: string
  readonly sources?: readonly string[]
  /** How long things may take, where it is other than usual. */
  readonly limits?: Limits
}

/** What a drill file exports: title, story, arms and promises, and what each arm means. */
export interface Drill extends Opening {
  readonly is: 'drill'
  readonly arms: Named<Row>
  readonly promises: readonly Claim[]
  readonly waives: readonly ((...options: never) => Claim)[]
  /** Calls the file's functions with a row of `arms`. */
  stage(row: Row): Staged
}

/** A drill whose story can be told of another site. */
export interface Story<A, S> extends Drill {
  /** The same arms, fleet, steps and promises on a site whose parts have the same names, and perhaps more of them. */
  elsewhere(other: {
    readonly title: string
    readonly site: (arm: A) => S
    /** Of arms that show something else there. */
    readonly expect?: Named<Expectation>
  }): Story<A, S>
}

const aPromise = being<Claim>(
  'a promise such as nothingAcknowledgedIsLost()',
  (value) => typeof value === 'object' && value !== null && 'promise' in value && 'claim' in value,
)

const shape = members('{ title, story, arms, ... }', {
  title: aText,
  story: aText,
  sources: texts.exactOptional(),
  arms: named('rows by the names of arms', z.record(z.string(), z.unknown(), { error: 'a row: { expect, ... }' })),
  site: aFunction,
  fleet: aFunction,
  steps: aFunction,
  promises: z.array(aPromise, { error: 'a list of promises' }),
  waives: z.array(aFunction, { error: 'a list of promises, not called: [noDuplicates]' }).exactOptional(),
  limits: members('{ answer, quiesce, step, arm }', {
    answer: aText.exactOptional(),
    quiesce: aText.exactOptional(),
    step: aText.exactOptional(),
    arm: aText.exactOptional(),
  }).exactOptional(),
})

const steps = z.array(z.unknown(), { error: 'a list of steps' })
const acts = members('{ given, before, disaster, recovery }', {
  given: steps.exactOptional(),
  before: steps,
  disaster: steps,
  recovery: steps.exactOptional(),
})

/**
 * What a drill file exports by default. Each arm is a row: what differs, and the verdict expected. All rows have the
 * same columns; promises never depend on the arm. `steps` gets every handle of `site` and `fleet` by its own name, and
 * the `arm`. Throws a usage error that names the member that is wrong; what a
 * drill says of its site and its steps is checked when it is compiled, before anything starts.
 * @example
 * export default drill({
 *   title: 'Our service survives a crash',
 *   story: 'The server is killed while phones write, and started again.',
 *   arms: { 'as we ship it': { expect: passes } },
 *   site: () => acmeSite(),
 *   fleet: () => ({ phones: devices({ accounts: 10, memory: 'durable' }) }),
 *   steps: ({ sync }) => ({ before: [work({ edits: 100 })], disaster: [inject(killService(sync))] }),
 *   promises: [nothingAcknowledgedIsLost()],
 * })
 */
export function drill<const A extends Named<Row>, S extends Site, F extends DeclaredFleet>(
  file: Opening & {
    readonly arms: A
    readonly site: (arm: A[keyof A]) => S
    readonly fleet: (arm: A[keyof A]) => F
    readonly steps: (scene: Scene<S, F, A[keyof A]>) => Acts
    readonly promises: readonly [Claim, ...Claim[]]
    readonly waives?: readonly ((...options: never) => Claim)[]
  },
): Story<A[keyof A], S> {
  declared('drill', file, shape)
  const { title, story, sources, limits, arms, promises, waives = [] } = file
  return {
    is: 'drill',
    title,
    story,
    arms,
    promises,
    waives,
    ...(sources && { sources }),
    ...(limits && { limits }),
    elsewhere: ({ expect = {}, ...other }) => drill<A, S, F>({ ...file, ...other, arms: expecting(arms, expect) }),
    stage(row) {
      // Rows of one drill have the same columns, which is checked before anybody asks.
      const arm = row as A[keyof A]
      const site = file.site(arm)
      const fleet = file.fleet(arm)
      // Asked only for a name that this arm has not.
      const otherNames = () =>
        (Object.values(arms) as A[keyof A][]).flatMap((other) => namesIn(file.site(other), file.fleet(other)))
      const declaredActs = file.steps(sceneOf(site, fleet, arm, otherNames))
      declared('steps', declaredActs, acts)
      return { site, fleet, acts: declaredActs }
    },
  }
}

/** Throws a usage `Failure` for an arm that there is not. */
function expecting<A extends Named<Row>>(arms: A, expect: Named<Expectation>): A {
  const unknown = Object.keys(expect).find((arm) => !(arm in arms))
  if (unknown !== undefined) {
    throw new Failure('usage', `elsewhere: expect: expected some of ${Object.keys(arms).join(', ')}, got '${unknown}'`)
  }
  const rows = Object.entries(arms).map(([arm, row]) => [arm, { ...row, expect: expect[arm] ?? row.expect }] as const)
  return Object.fromEntries(rows) as A
}
