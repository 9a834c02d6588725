import { describe, expect, test } from 'vitest'
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
  const phones = devices({ accounts, perAccount: 1, memory: 'durable' })
  const roster = new Roster({ phones }, 7)
  const fleet = new RunningFleet(roster, world, new Map(), () => undefined)
  const plan = { step: 'before.1', edits: 5, overMs: 5_000, devices: roster.devices, collections: ['notes'] as const }
  const intents = planIntents(plan, new PlannedRecords(), new Random('7'))
  const work = () => fleet.work(intents, { overMs: 5_000, values: 'realistic', signal })
  return { service, world, told, fleet, work, phones }
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

describe('a service that answers reads, and no change', () => {
  test('keeps a few waiting, not each of a hundred, and is named by what it does answer', async () => {
    const { service, fleet, told, work } = crowd(100)
    await fleet.adopt()
    service.play = 'hang on changes'
    await work()
    expect(told('edit')).toHaveLength(5)
    expect(told('sent').length).toBeLessThanOrEqual(12)
    const unanswered = told('silence').filter(({ state }) => state === 'unanswered')
    expect(unanswered.map(({ asked }) => asked)).toEqual(unanswered.map(() => 'change'))
    expect(unanswered.length).toBeGreaterThan(0)
    // They read all the same.
    expect(await fleet.serverViews('after step')).toBeDefined()
    const before = told('sent').length
    const patience = { atMostMs: 60_000, signal }
    expect(await fleet.drain(patience)).toMatch(
      /^no write is answered, though reads are: \d+ waited up to \d+ms; \d devices? ha(s|ve) \d unsent changes?$/,
    )
    expect(told('sent').length - before).toBeLessThanOrEqual(4)
  })

  test('and takes them again: the first says so, and all are sent', async () => {
    const { service, fleet, told, work } = crowd(3)
    await fleet.adopt()
    service.play = 'hang on changes'
    await work()
    service.play = 'carry out'
    expect(await fleet.drain({ atMostMs: 60_000, signal })).toBeUndefined()
    expect(told('silence').at(-1)).toMatchObject({ state: 'over', asked: 'change' })
    expect(fleet.unlike()).toEqual([])
  })

  test('is found by a single device as well, which reads only once it has waited', async () => {
    const { service, fleet, told, work } = crowd(1)
    await fleet.adopt()
    service.play = 'hang on changes'
    await work()
    expect(await fleet.drain({ atMostMs: 60_000, signal })).toMatch(/^no write is answered, though reads are/)
    expect(told('silence').map(({ asked, state }) => `${asked} ${state}`)).toContain('read over')
  })
})

test('one that comes back by itself is found by a probe', async () => {
  const { service, fleet } = crowd(3)
  service.play = 'hang'
  expect(await fleet.serverViews('after step')).toBeUndefined()
  service.play = 'carry out'
  expect(await fleet.serverViews('after step')).toBeDefined()
})

test('each request that waits in vain is written down with who waited, and that one is answered again', async () => {
  const { service, fleet, told } = crowd(3)
  await fleet.adopt()
  service.play = 'hang'
  await Promise.all([fleet.serverViews('after step'), fleet.syncAll()])
  const waited = told('silence')
  expect(waited).toHaveLength(service.waited)
  for (const one of waited) expect(one).toMatchObject({ client: 'paper', service: 'paper', state: 'unanswered' })
  expect(waited.every(({ waitedMs = 0 }) => waitedMs > 300)).toBe(true)
  const by = (through: 'link' | 'direct') =>
    new Set(waited.filter((one) => one.through === through).map((one) => one.by))
  expect([by('direct'), by('link')]).toEqual([new Set(['the harness']), new Set(['phones-1', 'phones-2', 'phones-3'])])
  service.play = 'be silent'
  await Promise.all([fleet.serverViews('after step'), fleet.syncAll()])
  // Who refuses connections has not answered either.
  expect(told('silence')).toHaveLength(service.waited)
  service.play = 'carry out'
  await Promise.all([fleet.serverViews('after step'), fleet.syncAll()])
  expect(
    told('silence')
      .slice(service.waited)
      .map(({ state, through }) => `${through} ${state}`)
      .toSorted(),
  ).toEqual(['direct over', 'link over'])
})

describe('an edge restore into a service that hangs', () => {
  const options = { order: ['notes'], passOf: () => ({}), onCollection: () => Promise.resolve() } as const

  test('ends after the time of one, whatever the number of accounts', async () => {
    const { service, fleet, phones } = crowd(100)
    service.play = 'hang'
    const before = service.asked
    await expect(fleet.edgeRestore(phones, options)).rejects.toThrow(/time was up|not asked/)
    expect(service.asked - before).toBeLessThan(10)
    await expect(fleet.edgeRestore(phones, options)).rejects.toThrow('not asked: another request had no answer')
    expect(service.asked - before).toBeLessThan(12)
  })

  test('stops offering once a few offers have waited in vain', async () => {
    const { service, fleet, phones, told, work } = crowd(100)
    await fleet.adopt()
    await work()
    service.restore()
    await fleet.syncAll()
    service.play = 'hang on a change'
    await expect(fleet.edgeRestore(phones, options)).rejects.toThrow('not asked: another request had no answer')
    const offers = told('sent').filter(({ by }) => by === 'edge restore')
    expect(offers.length).toBeGreaterThan(0)
    expect(offers.length).toBeLessThanOrEqual(12)
    expect(
      told('answered')
        .slice(-offers.length)
        .map(({ outcome }) => outcome),
    ).toEqual(offers.map(() => 'indeterminate'))
  })
})
