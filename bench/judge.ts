/**
 * How fast the judge is, and in how much memory, on made-up ledgers of an honest service. Of each size three processes
 * take turns: one only makes the ledger, one judges it with one planted loss (a fail: one judgement, no negative
 * control), one judges it as it is (a pass, with its negative control). Of time, the making is counted apart in each;
 * of memory, what the first one needs is taken off.
 */

import { fileURLToPath } from 'node:url'
import { Failure } from '../src/kernel/index.ts'
import { startProcess } from '../src/runtime/index.ts'
import { median } from './arithmetic.ts'
import { inMs, type Goal, type Options, type Outcome } from './outcome.ts'

export interface Asked {
  readonly size: number
  readonly way: 'make' | 'fail' | 'pass'
}

export interface Took {
  /** Without what making the ledger took. */
  readonly ms: number
  readonly makingMs: number
  /** Of the processor, in user mode, by all threads and from the start of the process, the making included. */
  readonly processorMs: number
  readonly said: string
  /** The most that was resident, in bytes. */
  readonly peak: number
  /** Alive when all entries had been read, in heap and beside it. */
  readonly held?: number
}

interface Measured {
  readonly size: number
  /** Microseconds an operation: of one judgement, and of its control as a share of it. */
  readonly perOp: number
  readonly control: number
  readonly row: readonly string[]
  readonly peak: number
}

const SIZES = [100_000, 1_000_000, 5_000_000]
const PROGRAM = fileURLToPath(new URL('programs/judge-once.ts', import.meta.url))
/** A round of each size is not repeated beyond so many operations. */
const AT_MOST_OPERATIONS = 2_000_000

const MILLIONS_A_SECOND = 0.4
const BYTES = 400
const CONTROL = 1
/** The slowest operation of a size against that of the size before: memory further away costs something, too. */
const LINEAR = 1.5

/** What a process may take before it is given up: ten times the goal, and enough for any to begin. */
const heapOf = (size: number): number => Math.max(2_000, Math.ceil((size * BYTES * 10) / 1_000_000))
const limitMsOf = (size: number): number => Math.max(60_000, (size / (MILLIONS_A_SECOND * 1_000)) * 20)

export async function judge({ rounds, sizes, tell }: Options): Promise<Outcome> {
  const measured: Measured[] = []
  const rows: (readonly string[])[] = []
  const goals: Goal[] = []
  for (const size of sizes.length > 0 ? sizes.toSorted((a, b) => a - b) : SIZES) {
    const times = Math.max(1, Math.min(rounds, Math.floor(AT_MOST_OPERATIONS / size)))
    const one = await measure(size, times, tell).catch((thrown: unknown) => {
      if (!(thrown instanceof Failure)) throw thrown
      return thrown.message
    })
    if (typeof one === 'string') {
      rows.push([inThousands(size), one])
      goals.push({ what: `${inThousands(size)}, million operations a second`, value: NaN, atLeast: MILLIONS_A_SECOND })
      break
    }
    measured.push(one)
    rows.push(one.row)
  }
  const speeds = ['million/s', 'by processor']
  const heading = ['operations', 'rounds', 'made in', 'judged in', 'control', ...speeds, 'held', 'peak']
  return {
    name: 'The judge on made-up ledgers of an honest service, seven entries an operation',
    table: [heading, ...rows],
    remarks: [
      'made in: the ledger alone, which is in nothing right of it. judged in: one judgement, of a ledger with one',
      'planted loss. control: what a pass takes beyond that. by processor: million operations a second of the time for',
      'which it had a processor, by all threads: where others want it too, this says more. held: bytes an operation',
      'that are alive, in heap and beside it, when all entries have been read. peak: the most that the process had',
      'resident until a pass with its control was given, garbage included, above one that only makes the ledger; the',
      'goal is on that, at the largest.',
    ],
    goals: [...goalsOf(measured), ...goals],
  }
}

function goalsOf(measured: readonly Measured[]): readonly Goal[] {
  const last = measured.at(-1)
  if (!last) return []
  const steps = measured.slice(1).map(({ perOp }, place) => perOp / (measured[place]?.perOp ?? NaN))
  return [
    { what: 'million operations a second, slowest size', value: 1 / slowest(measured), atLeast: MILLIONS_A_SECOND },
    { what: `bytes an operation at ${inThousands(last.size)}`, value: last.peak, atMost: BYTES },
    { what: 'control, of one judgement', value: Math.max(...measured.map(({ control }) => control)), atMost: CONTROL },
    ...(steps.length > 0
      ? [{ what: 'an operation against the size before', value: Math.max(...steps), atMost: LINEAR }]
      : []),
  ]
}

const slowest = (measured: readonly Measured[]): number => Math.max(...measured.map(({ perOp }) => perOp))
const inMegabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`
const inThousands = (size: number): string => `${size / 1_000}k`

async function measure(size: number, times: number, tell: Options['tell']): Promise<Measured> {
  const took: { readonly [way in Asked['way']]: Took[] } = { make: [], fail: [], pass: [] }
  for (let round = 0; round < times; round += 1) {
    for (const way of ['make', 'fail', 'pass'] as const) {
      const one = await once({ size, way })
      tell(`${inThousands(size)}, ${way}: ${inMs(way === 'make' ? one.makingMs : one.ms)}, ${inMegabytes(one.peak)}`)
      took[way].push(one)
    }
  }
  const [empty, full] = [await once({ size, way: 'make' }, true), await once({ size, way: 'pass' }, true)]
  const middle = (way: Asked['way'], of: (one: Took) => number): number => median(took[way].map(of))
  const msOf = (way: Asked['way']): number => middle(way, ({ ms }) => ms)
  const judgedMs = msOf('fail')
  const controlMs = Math.max(0, msOf('pass') - judgedMs)
  const peak = (middle('pass', (one) => one.peak) - middle('make', (one) => one.peak)) / size
  const held = ((full.held ?? NaN) - (empty.held ?? NaN)) / size
  const perOp = (judgedMs * 1_000) / size
  const processorMs = middle('fail', (one) => one.processorMs) - middle('make', (one) => one.processorMs)
  const made = middle('make', ({ makingMs }) => makingMs)
  const speeds = [perOp, (processorMs * 1_000) / size].map((each) => (1 / each).toFixed(3))
  const costs = [inMs(made), inMs(judgedMs), inMs(controlMs), ...speeds]
  const row = [inThousands(size), `${times}`, ...costs, `${Math.round(held)} B`, `${Math.round(peak)} B`]
  return { size, perOp, control: controlMs / judgedMs, peak, row }
}

async function once(asked: Asked, collects = false): Promise<Took> {
  const said: string[] = []
  const flags = [`--max-old-space-size=${heapOf(asked.size)}`, ...(collects ? ['--expose-gc'] : [])]
  const child = startProcess([process.execPath, ...flags, PROGRAM, JSON.stringify(asked)], {
    onLine: (line) => void said.push(line),
  })
  let isLate = false
  const end = () => void process.kill(child.pid, 'SIGKILL')
  const interrupted = () => {
    end()
    process.exit(130)
  }
  const timer = setTimeout(() => {
    isLate = true
    end()
  }, limitMsOf(asked.size))
  process.once('SIGINT', interrupted)
  const { code } = await child.ended
  process.off('SIGINT', interrupted)
  clearTimeout(timer)
  if (code === 0) return JSON.parse(said.at(-1) ?? '') as Took
  const what = `${asked.way} was given up`
  if (isLate) throw new Failure('environment', `${what}: it took over ${limitMsOf(asked.size) / 1_000} s`)
  if (said.some((line) => line.includes('heap out of memory'))) {
    throw new Failure('environment', `${what}: it needed over ${heapOf(asked.size)} MB`)
  }
  throw new Error(`${JSON.stringify(asked)} ended with ${code}: ${said.slice(-12).join('\n')}`)
}
