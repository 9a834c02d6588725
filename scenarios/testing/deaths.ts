/**
 * The moments at which a conductor dies: six in each phase, numbered, as a run that nobody killed has shown them. At
 * each it dies in one way, so that every way meets every phase; with SYNCDRILL_ALL_DEATHS=1, in all six ways. How many
 * of them one run of the tests draws stands in dying.contract.ts.
 */

import { setTimeout as pause } from 'node:timers/promises'
import { comesTo, conduct, plannedBy, toldBy, WAYS, type Conductor, type Errand, type Way } from './conductors.ts'

const PHASES = ['start', 'adopt', 'before', 'disaster', 'recovery', 'heal', 'quiesce', 'audit', 'stop'] as const
const PER_PHASE = 6
const ALL_WAYS = Object.keys(WAYS) as Way[]

type Phase = (typeof PHASES)[number]

export interface Death {
  /** For people: `17 of 54, in before: SIGTERM`. */
  readonly title: string
  readonly name: string
  readonly phase: Phase
  /** Of six. */
  readonly moment: number
  readonly way: Way
}

export const DEATHS: readonly Death[] = PHASES.flatMap((phase, place) =>
  Array.from({ length: PER_PHASE }, (_, moment) => moment).flatMap((moment) => {
    const number = place * PER_PHASE + moment + 1
    // A way that is first in one phase is second in the next, so that no way is always early or always late.
    const turn = ALL_WAYS[(moment + place * (PER_PHASE - 1)) % ALL_WAYS.length]
    return ALL_WAYS.filter((way) => way === turn || process.env['SYNCDRILL_ALL_DEATHS']).map((way) => ({
      title: `${number} of ${PHASES.length * PER_PHASE}, in ${phase}: ${way}`,
      name: `${number}-${ALL_WAYS.indexOf(way)}`,
      phase,
      moment,
      way,
    }))
  }),
)

/** How many lines a journal has when the ledger begins to tell of devices, and where in the ledger phases are. */
export interface Course {
  readonly planned: number
  readonly begins: ReadonlyMap<string, number>
  readonly told: number
}

const PHASE_BEGINS = /"is":"phase","phase":"(\w+)","state":"begin"/

/** Of a run that nobody kills. */
export async function courseOf(errand: Errand): Promise<Course> {
  const conductor = conduct(errand)
  await comesTo(conductor, () => toldBy(errand).some((line) => PHASE_BEGINS.exec(line)?.[1] === 'adopt'))
  const planned = plannedBy(errand).length
  await conductor.ended
  const told = toldBy(errand)
  const begins = told.flatMap((line, place) => {
    const phase = PHASE_BEGINS.exec(line)?.[1]
    return phase === undefined ? [] : [[phase, place] as const]
  })
  const audited = told.findLastIndex((line) => line.includes('"phase":"audit","state":"end"'))
  return { planned, begins: new Map([...begins, ['stop', audited]]), told: told.length }
}

/** Resolves at that moment, with whether the conductor lived to see it. */
export async function atMoment(conductor: Conductor, { phase, moment }: Death, course: Course): Promise<boolean> {
  const share = (from: number, to: number) => from + Math.floor(((to - from) * moment) / PER_PHASE)
  // Before the first device, the journal tells more than the ledger does.
  if (phase === 'start') return comesTo(conductor, () => plannedBy(conductor).length >= share(1, course.planned))
  const begin = course.begins.get(phase) ?? 0
  const next = PHASES[PHASES.indexOf(phase) + 1]
  const end = next === undefined ? course.told : (course.begins.get(next) ?? course.told)
  const isThere = await comesTo(conductor, () => toldBy(conductor).length > share(begin, end))
  // The last entries come all at once, and the reaper is at work after them.
  if (phase === 'stop') await pause(moment * 10)
  return isThere
}
