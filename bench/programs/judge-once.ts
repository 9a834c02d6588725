/**
 * Judges one made-up ledger, or only makes it, and prints what that took as one line of JSON. A process of its own for
 * each: the most memory that a process ever had cannot be asked for twice.
 */

import { judge } from '../../src/judge/index.ts'
import { stopwatch } from '../stopwatch.ts'
import type { Asked, Took } from '../judge.ts'
import { generated } from '../ledgers/generated.ts'

const { size, way } = JSON.parse(process.argv[2] ?? '') as Asked
const { entries, lost } = generated(size, { loses: way === 'fail' })
let held: number | undefined

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
    for (const { at } of entries) seen = at + 1
    afterReading()
    return `${seen} entries`
  }
  const { verdict, promises } = judge(entries, () => {
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
const took: Took = {
  ms: lap(),
  said,
  peak: process.resourceUsage().maxRSS * 1_024,
  ...(held !== undefined && { held }),
}
process.stdout.write(`${JSON.stringify(took)}\n`)
