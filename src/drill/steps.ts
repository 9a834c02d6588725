/** The steps of a drill file, as functions that only describe: what people do, what goes wrong, and when. */

import type { Fault, Injury } from '../faults/index.ts'
import type { Devices, Programs } from '../fleet/index.ts'
import { fractionOf, msOf, type Duration, type Share } from '../kernel/index.ts'
import type { RecordClass } from '../records/index.ts'
import type { Service } from '../site/index.ts'
import type { Point, Step, Steps } from './step.ts'

export interface WorkOptions {
  readonly edits: number
  readonly over?: Duration
  readonly by?: Devices
  readonly classes?: readonly RecordClass[]
  readonly values?: 'realistic' | 'hostile'
}

/**
 * Edits by all, or `by` some. One takes 1s of drill time, all take `over`. Of ten, six create, three update and one
 * deletes, on records that the device shows; classes are dealt in shuffled rounds; an intent whose record is not shown
 * is recorded as skipped. Ends when each is answered or given up and every reachable device has then pulled
 * (a program: one sync).
 */
export function work({ edits, over, by, classes, values = 'realistic' }: WorkOptions): Step {
  const overMs = over === undefined ? undefined : msOf(over, 'work: over')
  return { step: 'work', details: { does: 'work', edits, overMs, by, classes, values } }
}

/** Drill time passes and nobody edits. */
export function timePasses(time: Duration): Step {
  return { step: 'timePasses', details: { does: 'timePasses', ms: msOf(time, 'timePasses') } }
}

/** While something goes on (work, a backup, a fault) the steps run, evenly spread; a fault heals at the end. */
export function during(ongoing: Step | Fault, steps: Steps): Step {
  return { step: 'during', details: { does: 'during', ongoing, steps } }
}

/** Inside `during`: not before this much of it has gone by. */
export function at(point: Duration | Share, step: Step): Step {
  return { step: 'at', details: { does: 'at', point: pointOf(point), step } }
}

export function repeat(times: number, steps: Steps): Step {
  return { step: 'repeat', details: { does: 'repeat', times, steps } }
}

export function inject(injury: Injury): Step {
  return { step: 'inject', details: { does: 'inject', injury } }
}

export function heal(fault: Fault): Step {
  return { step: 'heal', details: { does: 'heal', fault } }
}

/** People tell their programs to do something, as a runbook asks them to: one of the things that the program knows. */
export function tell<T extends string>(laptops: Programs<T>, to: NoInfer<T>): Step {
  return { step: 'tell', details: { does: 'tell', programs: laptops, word: to } }
}

/** A runbook's own command: argv, in a service's place or beside the harness; its exit decides, its output is kept. */
export function run(
  argv: readonly string[],
  { inside, atMost = '60s' }: { readonly inside?: Service; readonly atMost?: Duration } = {},
): Step {
  return { step: 'run', details: { does: 'run', argv, inside, atMostMs: msOf(atMost, 'run: atMost') } }
}

function pointOf(point: Duration | Share): Point {
  return isShare(point) ? { fraction: fractionOf(point, 'at') } : { ms: msOf(point, 'at') }
}

function isShare(point: Duration | Share): point is Share {
  return point.endsWith('%')
}
