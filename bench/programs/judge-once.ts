/**
 * Judges one made-up ledger, or only makes it, and prints what that took as one line of JSON. A process of its own for
 * each: the most memory that a process ever had cannot be asked for twice.
 */

import { judge } from '../../src/judge/index.ts'
import type { Stamped } from '../../src/ledger/index.ts'
import { stopwatch } from '../stopwatch.ts'
import type { Asked, Took } from '../judge.ts'
import { generated } from '../ledgers/generated.ts'

const { size, way } = JSON.parse(process.argv[2] ?? '') as Asked
const { entries, lost } = generated(size, { loses: way === 'fail' })
let held: number | undefined

/** How many entries are made ahead, so that the clock is not read for each. */
const AHEAD = 512
let makingMs = 0

/** The same entries; what making them takes is counted apart. */
function* counted(made: Iterable<Stamped>): Generator<Stamped, void, undefined> {
  const from = made[Symbol.iterator]()
  const lap = stopwatch()
  for (let isOver = false; !isOver;) {
    const ahead: Stamped[] = []
    lap()
    while (ahead.length < AHEAD && !isOver) {
      const next = from.next()
      if (next.done) isOver = true
      else ahead.push(next.value)
    }
    makingMs += lap()
    yield* ahead
  }
}

/** What is alive once all entries have been read; only a process that is asked for it collects its garbage first. */
function afterReading(): void {
  if (!globalThis.gc) return
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  held = heapUsed + external
}

function run(): string {
  if (way === 'make') {
    let seen = 0
    for (const { at } of counted(entries)) seen = at + 1
    afterReading()
    return `${seen} entries`
  }
  const { verdict, promises } = judge(counted(entries), () => {
    afterReading()
    return { state: 'whole' }
  })
  const found = promises.flatMap(({ findings }) => findings.map(({ record = 'no record' }) => record))
  if (verdict !== way || found.join() !== (lost() ?? '')) {
    throw new Error(`expected ${way} ${lost() ?? ''}, and the judge said ${verdict} ${found.slice(0, 3).join()}`)
  }
  return verdict
}

const lap = stopwatch()
const said = run()
const tookMs = lap()
const peak = process.resourceUsage().maxRSS * 1_024
const processorMs = process.cpuUsage().user / 1_000
const took: Took = { ms: tookMs - makingMs, makingMs, processorMs, said, peak, ...(held !== undefined && { held }) }
process.stdout.write(`${JSON.stringify(took)}\n`)
