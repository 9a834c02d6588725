/**
 * The log of attempts at a drill: each arm that is begun adds a line before anything is started, and another when it is
 * over, however it ended. What was broken off has a beginning only. Lines are added and never changed.
 */

import { mkdir, open, readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import * as z from 'zod'
import { Failure } from '../kernel/index.ts'
import type { Order } from './order.ts'
import { writable } from './writable.ts'

/** Its name, beside the runs of a drill. */
export const ATTEMPTS = 'attempts.jsonl'

/** Of a line that came from another log: the first attempt of that one, by which it is known. */
const log = z.string().exactOptional()

const Line = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('begun'),
    /** `20261124T041022-afa7/one-arm`: the run and its folder. */
    attempt: z.string(),
    arm: z.string(),
    seed: z.number(),
    challenge: z.string().exactOptional(),
    runtime: z.string(),
    planHash: z.string(),
    started: z.string(),
    /** Somebody decided before each step. */
    rehearsal: z.literal(true).exactOptional(),
    log,
  }),
  z.strictObject({
    is: z.literal('over'),
    attempt: z.string(),
    how: z.enum(['pass', 'fail', 'inconclusive', 'broken off']),
    log,
  }),
])

type Line = z.infer<typeof Line>

export type Begun = Extract<Line, { readonly is: 'begun' }>
export type Over = Extract<Line, { readonly is: 'over' }>

export const attemptName = (run: string, folder: string): string => `${run}/${basename(folder)}`

type Facts = Pick<Begun, 'planHash' | 'runtime' | 'started'>

/** Which attempt this is, from 1; undefined where no log is kept. Throws an environment `Failure`. */
export async function beginAttempt(order: Order, facts: Facts): Promise<number | undefined> {
  const { arm, seed, challenge, run, folder, attempts } = order
  if (attempts === undefined) return undefined
  const attempt = attemptName(run, folder)
  await add(attempts, {
    is: 'begun',
    attempt,
    arm,
    seed,
    ...(challenge !== undefined && { challenge }),
    ...facts,
    ...(order.rehearse && { rehearsal: true }),
  })
  // Its place is known once it is there: others may begin at the same time.
  const { begun } = attemptsIn(await readFile(attempts, 'utf8'))
  return placeOf(attempt, begun)
}

/** When this very plan was rehearsed last, and how that ended; undefined where it was not, or no log is kept. */
export async function lastRehearsal(
  { attempts }: Pick<Order, 'attempts'>,
  planHash: string,
): Promise<{ readonly started: string; readonly how: Over['how'] } | undefined> {
  const text = attempts === undefined ? '' : await readFile(attempts, 'utf8').catch(() => '')
  const { begun, over } = attemptsIn(text)
  const last = begun.findLast((one) => one.rehearsal && one.planHash === planHash)
  return last && { started: last.started, how: over.get(last.attempt)?.how ?? 'broken off' }
}

/** Which attempt of its own log it is, from 1; 0 where it is in none. */
export function placeOf(attempt: string, begun: readonly Begun[]): number {
  const own = begun.find((one) => one.attempt === attempt)
  return begun.filter((one) => one.log === own?.log).findIndex((one) => one === own) + 1
}

/**
 * Adds the lines of another log, such as a shard's: each says which log it is of, for each log counts by itself. Lines
 * that are there already are left out. Throws a usage `Failure` for a line that the log never has.
 */
export async function addLog(path: string, other: string): Promise<void> {
  const read = linesIn(other)
  const first = read.find((line) => line.is === 'begun' && line.log === undefined)?.attempt
  const before = await readFile(path, 'utf8').catch(() => '')
  const there = new Set(before.split('\n'))
  const lines = read.map((line) => ({ ...line, log: line.log ?? first ?? line.attempt }))
  for (const line of lines) if (!there.has(JSON.stringify(line))) await add(path, line)
}

export async function endAttempt({ run, folder, attempts }: Order, how: Over['how']): Promise<void> {
  if (attempts !== undefined) await add(attempts, { is: 'over', attempt: attemptName(run, folder), how })
}

/** One write at the end of the file: lines of several arms do not mix. */
async function add(path: string, line: Line): Promise<void> {
  await writable(path, async () => {
    await mkdir(dirname(path), { recursive: true })
    await using file = await open(path, 'a')
    await file.write(`${JSON.stringify(line)}\n`)
    await file.sync()
  })
}

export interface Attempts {
  /** In the order in which they began. */
  readonly begun: readonly Begun[]
  readonly over: ReadonlyMap<string, Over>
}

/** Throws a usage `Failure` for a line that the log never has. */
export function attemptsIn(text: string): Attempts {
  const read = linesIn(text)
  return {
    begun: read.flatMap((line) => (line.is === 'begun' ? [line] : [])),
    over: new Map(read.flatMap((line) => (line.is === 'over' ? [[line.attempt, line]] : []))),
  }
}

const linesIn = (text: string): readonly Line[] =>
  text.split('\n').flatMap((line, place) => (line === '' ? [] : [lineIn(line, place + 1)]))

function lineIn(text: string, place: number): Line {
  try {
    return Line.parse(JSON.parse(text))
  } catch (thrown) {
    const expected = 'expected an attempt that began or was over'
    throw new Failure('usage', `log of attempts: line ${place}: ${expected}, got '${text.slice(0, 80)}'`, {
      cause: thrown,
    })
  }
}
