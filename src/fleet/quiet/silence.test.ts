import { expect, test } from 'vitest'
import { devices } from '../devices.ts'
import { PaperService, paperWorld } from '../fixture.ts'
import { PlannedRecords, planIntents } from '../intents.ts'
import { Random } from '../../kernel/index.ts'
import { Roster } from '../roster.ts'
import { RunningFleet } from '../running-fleet.ts'

const { signal } = new AbortController()

function crowd(accounts: number) {
  const service = new PaperService()
  const { world, told } = paperWorld(service)
  const roster = new Roster({ phones: devices({ accounts, perAccount: 1, memory: 'durable' }) }, 7)
  const fleet = new RunningFleet(roster, world, new Map(), () => undefined)
  const plan = { step: 'before.1', edits: 5, overMs: 5_000, by: roster.devices, classes: ['notes'] as const }
  const intents = planIntents(plan, new PlannedRecords(), new Random('7'))
  const work = () => fleet.work(intents, { overMs: 5_000, values: 'realistic', signal })
  return { service, world, told, fleet, work }
}

test('a service that hangs under a hundred accounts is asked by a few and a probe, not by each', async () => {
  const { service, fleet, told } = crowd(100)
  service.play = 'hang'
  await fleet.serverViews('after step')
  // Four are read at a time; the first to wait in vain speaks for those that have not begun.
  expect(service.asked).toBeLessThan(10)
  const views = told('viewed')
  expect([views.length, new Set(views.map(({ state }) => state))]).toEqual([100, new Set(['unreadable'])])
  expect(views.at(-1)?.because).toMatch(/^not asked: another request had no answer in \d+s \(its time was up\)$/)
  const before = service.asked
  await fleet.serverViews('after step')
  expect(service.asked - before).toBeLessThan(10)
})

test('people go on editing, the first edits are sent all the same, and the rest once it answers again', async () => {
  const { service, world, fleet, told, work } = crowd(100)
  await fleet.adopt()
  const adopted = service.asked
  service.play = 'hang'
  await work()
  expect(told('edit').length).toBeGreaterThan(2)
  expect(told('sent').length).toBeGreaterThan(0)
  expect(told('sent').length).toBeLessThanOrEqual(8)
  expect(service.asked - adopted).toBeLessThan(30)
  service.play = 'carry out'
  // What is done to the service is known, and it is asked at once.
  world.ledger.append({ is: 'service', service: 'paper', version: '1', state: 'resumed' })
  expect(await fleet.drain({ atMostMs: 60_000, signal })).toBeUndefined()
  expect(new Set(told('answered').map(({ outcome }) => outcome))).toEqual(new Set(['indeterminate', 'acked']))
})

test('one that comes back by itself is found by a probe', async () => {
  const { service, fleet } = crowd(3)
  service.play = 'hang'
  expect(await fleet.serverViews('after step')).toBeUndefined()
  service.play = 'carry out'
  expect(await fleet.serverViews('after step')).toBeDefined()
})
