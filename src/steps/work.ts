/** People edit, on their own devices. The drill clock moves with the edits; what runs beside them is told how far. */

import { refuseOthers } from '../kernel/declared.ts'
import { planIntents, type Devices } from '../fleet/index.ts'
import { inWords, msOf, type Duration, type Share } from '../kernel/index.ts'
import type { CollectionName } from '../records/index.ts'
import { options } from './call.ts'
import { checkCollections, checkCount, checkShares, demand } from './demand.ts'
import { cardsOf, changesOf, type Mix } from './mix.ts'
import type { Step } from './step.ts'

export interface WorkOptions {
  readonly edits: number
  readonly over?: Duration
  readonly devices?: Devices
  readonly mix?: Mix
  readonly collections?: readonly CollectionName[] | { readonly [collection: CollectionName]: Share }
  readonly values?: 'realistic' | 'hostile'
}

/**
 * Edits by all, or by some `devices`. One takes 1s of drill time, all take `over`. `mix` says which share of them
 * creates, updates and deletes: 60%, 30% and 10% where it is left out. `collections` says what they fall on: a list
 * on each alike, shares make 100%, and by default it is all that clients carry. Both are dealt in shuffled rounds.
 * What there is nothing of yet is created; an intent whose record the device does not show is recorded as skipped.
 * `values` are realistic by default. Ends when each edit is answered or given up and every reachable device has then
 * pulled (a program: one sync).
 *
 * Refused: no whole number of edits, shares that do not make 100%, collections that no client carries, nobody to edit.
 *
 * @example work({ edits: 200, over: '1d', devices: phones.some('25%'), collections: ['contacts'] })
 * @example work({ edits: 60, mix: { create: '20%', update: '60%', delete: '20%' } })
 * @example work({ edits: 60, collections: { notes: '75%', photos: '25%' } })
 */
export function work({ edits, over, devices, mix, collections, values = 'realistic', ...others }: WorkOptions): Step {
  refuseOthers('work', others, 'edits', 'over', 'devices', 'mix', 'collections', 'values')
  const overMs = over === undefined ? undefined : msOf(over, 'work: over')
  const changes = mix && changesOf(mix)
  const cards = isList(collections) ? collections : collections && cardsOf('work: collections', collections)
  const named = cards && [...new Set(cards)]
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
        devices: devices && names.of(devices),
        mix: mix && { ...mix },
        collections: isList(collections) ? collections : collections && { ...collections },
        values: values === 'realistic' ? undefined : values,
      }),
    ],
    check({ topology }) {
      checkCount('edits', edits)
      if (devices) checkShares(devices)
      const asked = isList(collections) ? collections : collections && Object.keys(collections)
      checkCollections('collections', asked, topology)
      const carried = new Set([...topology.clients.values()].flatMap(({ carries }) => carries))
      const foreign = named?.find((one) => !carried.has(one))
      demand(foreign === undefined, 'collections', `some of ${[...carried].join(', ')} (carried)`, foreign)
    },
    plan({ step, roster, everybody, carried, there, records, random }) {
      const who = devices ? roster.select(devices) : everybody
      return planIntents(
        {
          step,
          edits,
          overMs: lastsMs,
          devices: who,
          ...(changes && { changes }),
          collections: cards ?? carried,
          there,
        },
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

const isList = (value: unknown): value is readonly CollectionName[] => Array.isArray(value)
