import { expect, test } from 'vitest'
import type { Fault, Scene } from '../faults/fault.ts'
import { Random } from '../kernel/index.ts'
import type { Entry, Ledger } from '../ledger/index.ts'
import { Injuries } from './injuries.ts'

/** What the ledger says of a fault whose probe finds it healed at its `healedAt`th look. */
async function healed(healedAt: number, signal = new AbortController().signal) {
  const said: string[] = []
  const append = (entry: Entry) => void (entry.is === 'injury' && said.push(entry.state))
  const ledger = { append, flush: () => Promise.resolve() } as unknown as Ledger
  let looks = 0
  const fault: Fault = {
    is: 'fault',
    name: 'pauseService',
    on: [],
    settings: {},
    needs: [],
    inject: () =>
      Promise.resolve({
        witness: () => Promise.resolve({ what: 'it stood still', count: 1 }),
        heal: () => Promise.resolve(),
        isHealed: () => Promise.resolve((looks += 1) >= healedAt),
      }),
  }
  const injuries = new Injuries({} as Scene, ledger, () => 'sync', new Random('seed'), signal)
  await injuries.inject(fault, 'disaster.1', 'key')
  await injuries.healAll()
  return said
}

const SO_FAR = ['begin', 'injected', 'healing']

test('who has stood still takes a moment to answer again: the probe looks until it is healed', async () => {
  expect(await healed(3)).toEqual([...SO_FAR, 'healed'])
})

test('nobody who breaks the run off waits for a probe', async () => {
  const began = performance.now()
  expect(await healed(Infinity, AbortSignal.abort())).toEqual([...SO_FAR, 'residue'])
  expect(performance.now() - began).toBeLessThan(10_000)
})
