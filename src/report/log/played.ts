/** The drill log: each time that an arm was played, in the order of time, and what changed since the time before. */

import { FATES, type Counts } from '../../judge/judgement.ts'
import type { ArmState } from '../report.ts'

/** One arm of one saved run. */
export interface Played {
  readonly drill: string
  readonly title: string
  readonly arm: string
  readonly run: string
  /** Of the run, from where the log is written. */
  readonly folder: string
  /** Wall time as ISO text. */
  readonly started: string
  readonly seed: number
  readonly runtime: string
  /** `syncdrill`, `node`, and the `commit` of the drill's repository where it has one. */
  readonly versions: Readonly<Record<string, string>>
  readonly state: ArmState
  readonly exitCode: number
  readonly durationMs: number
  /** Undefined where the run broke off before it could be judged. */
  readonly verdict?: 'pass' | 'fail' | 'inconclusive'
  /** What was wanted of it. */
  readonly expected?: 'pass' | 'fail' | 'inconclusive'
  readonly sentence: string
  readonly fates: Counts<string>
  /** The oldest acknowledged loss at the strike, over all collections, in drill ms; undefined where nothing is lost. */
  readonly recoveryPointMs?: number
  /** Until all that came back was back, over all collections, in real ms. */
  readonly recoveryTimeMs?: number
}

/** One arm over time. */
export interface ArmLog {
  readonly drill: string
  readonly title: string
  readonly arm: string
  /** Oldest first. */
  readonly played: readonly Played[]
  readonly turns: readonly Turn[]
}

/** An arm that ended as expected, and the next time did not; or the other way round. */
export interface Turn {
  readonly to: 'red' | 'green'
  readonly before: Played
  readonly at: Played
  /** What is different between the two: `seed 3 -> 7`. Nothing of it need be the cause. */
  readonly changed: readonly string[]
}

/** By drill and arm, in the order of their names; runs in the order in which they began. */
export function logOf(all: readonly Played[]): readonly ArmLog[] {
  const inOrder = all.toSorted((one, other) => compare(one.started, other.started) || compare(one.run, other.run))
  const arms = Map.groupBy(inOrder, ({ drill, arm }) => JSON.stringify([drill, arm]))
  return [...arms.values()]
    .flatMap((played) => {
      const last = played.at(-1)
      return last ? [{ drill: last.drill, title: last.title, arm: last.arm, played, turns: turnsOf(played) }] : []
    })
    .toSorted((one, other) => compare(one.drill, other.drill) || compare(one.arm, other.arm))
}

/** What was never run says nothing about the service: it neither turns an arm, nor stands between two that do. */
function turnsOf(played: readonly Played[]): readonly Turn[] {
  const told = played.filter(({ state }) => state !== 'not run')
  return told.flatMap((at, place) => {
    const before = told[place - 1]
    if (!before || isGreen(before) === isGreen(at)) return []
    return [
      { to: isGreen(at) ? ('green' as const) : ('red' as const), before, at, changed: changedBetween(before, at) },
    ]
  })
}

export const isGreen = ({ state }: Played): boolean => state === 'as expected'

/** In words, the likely causes first: the commit, versions, the runtime, the seed, what was expected. */
function changedBetween(before: Played, after: Played): readonly string[] {
  const names = [...new Set([...Object.keys(before.versions), ...Object.keys(after.versions)])]
  const inOrder = names.toSorted((one, other) => Number(other === 'commit') - Number(one === 'commit'))
  return [
    ...inOrder.map((name) => [name, before.versions[name] ?? 'none', after.versions[name] ?? 'none'] as const),
    ['runtime', before.runtime, after.runtime] as const,
    ['seed', String(before.seed), String(after.seed)] as const,
    ['expected', before.expected ?? 'nothing', after.expected ?? 'nothing'] as const,
  ].flatMap(([name, was, is]) => (was === is ? [] : [`${name} ${was} -> ${is}`]))
}

const HARMLESS: ReadonlySet<string> = new Set(['durable', 'recovered'])

/** `94 unrecoverable, 5 stale`; what is whole is left out. */
export function lossesInWords({ fates }: Played): string {
  const lost = FATES.filter((fate) => !HARMLESS.has(fate) && (fates[fate] ?? 0) > 0)
  return lost.map((fate) => `${fates[fate]} ${fate}`).join(', ')
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
