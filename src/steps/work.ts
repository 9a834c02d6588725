/** People edit, on their own devices. The drill clock moves with the edits; what runs beside them is told how far. */

import { refuseOthers } from '../kernel/declared.ts'
import { planIntents, type Devices } from '../fleet/index.ts'
import { inWords, msOf, type Duration } from '../kernel/index.ts'
import type { CollectionName } from '../records/index.ts'
import { options } from './call.ts'
import { checkCollections, checkCount, checkShares, demand } from './demand.ts'
import type { Step } from './step.ts'

export interface WorkOptions {
  readonly edits: number
  readonly over?: Duration
  readonly by?: Devices
  readonly collections?: readonly CollectionName[]
  readonly values?: 'realistic' | 'hostile'
}

/**
 * Edits by all, or `by` some. One takes 1s of drill time, all take `over`. Of ten, six create, three update and one
 * deletes, on records that the device shows; `collections`, by default all that clients carry, are dealt in shuffled
 * rounds; an intent whose record is not shown is recorded as skipped. `values` are realistic by default. Ends when each
 * edit is answered or given up and every reachable device has then pulled (a program: one sync).
 *
 * Refused: no whole number of edits, collections that no client carries, and nobody to edit.
 *
 * @example work({ edits: 200, over: '1d', by: phones.some('25%'), collections: ['contacts'] })
 */
export function work({ edits, over, by, collections, values = 'realistic', ...others }: WorkOptions): Step {
  refuseOthers('work', others, 'edits', 'over', 'by', 'collections', 'values')
  const overMs = over === undefined ? undefined : msOf(over, 'work: over')
  const lastsMs = overMs ?? edits * 1_000
  return {
    is: 'step',
    name: 'work',
    takes: false,
    lastsMs,
    describe: (names) => [
      options({
        edits,
        over: overMs === undefined ? undefined : inWords(overMs),
        by: by && names.of(by),
        collections,
        values: values === 'realistic' ? undefined : values,
      }),
    ],
    check({ topology }) {
      checkCount('edits', edits)
      if (by) checkShares(by)
      checkCollections('collections', collections)
      const carried = new Set([...topology.clients.values()].flatMap(({ carries }) => carries))
      const foreign = collections?.find((one) => !carried.has(one))
      demand(foreign === undefined, 'collections', `some of ${[...carried].join(', ')} (carried)`, foreign)
    },
    plan({ step, roster, everybody, carried, records, random }) {
      const who = by ? roster.select(by) : everybody
      return planIntents(
        { step, edits, overMs: lastsMs, by: who, collections: collections ?? carried },
        records,
        random,
      )
    },
    async run({ fleet, copies, signal }, { intents }, { beside }) {
      const between = async (afterMs: number, fraction: number) => {
        // A job that is due by then comes first: it was to run before this edit, and before whatever breaks now.
        await copies.takeDue()
        await beside?.(afterMs, fraction)
      }
      await fleet.work(intents, { overMs: lastsMs, values, signal, between })
      await beside?.(Infinity, 1)
      return { state: 'end' }
    },
  }
}
