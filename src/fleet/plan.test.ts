import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { PRESET_NAMES } from '../records/index.ts'
import { devices, PlannedRecords, planIntents, Roster } from './index.ts'

const roster = (seed: number, accounts = 24) => new Roster({ phones: devices({ accounts, memory: 'durable' }) }, seed)

describe('the roster', () => {
  test('two thirds of the accounts have one device, one third has two', () => {
    const perAccount = Map.groupBy(roster(7).devices, ({ account }) => account)
    const sizes = [...perAccount.values()].map((own) => own.length)
    expect([sizes.filter((size) => size === 1).length, sizes.filter((size) => size === 2).length]).toEqual([16, 8])
  })

  test('the same expression always means the same devices, and a greater share contains a smaller one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 99 }), (seed, percent) => {
        const phones = devices({ accounts: 10, perAccount: 1, memory: 'volatile' })
        const one = new Roster({ phones }, seed)
        const some = one.select(phones.some(`${percent}%`)).map(({ name }) => name)
        expect(new Roster({ phones }, seed).select(phones.some(`${percent}%`)).map(({ name }) => name)).toEqual(some)
        expect(some.length).toBe(Math.max(1, Math.round(percent / 10)))
        const more = new Set(one.select(phones.some(`${percent + 1}%`)).map(({ name }) => name))
        expect(some.every((name) => more.has(name))).toBe(true)
        const rest = one.select(phones.except(phones.some(`${percent}%`))).map(({ name }) => name)
        expect([...some, ...rest].toSorted()).toEqual(one.devices.map(({ name }) => name).toSorted())
      }),
    )
  })

  test('laptops can belong to the people who own the phones', () => {
    const phones = devices({ accounts: 4, perAccount: 1, memory: 'durable' })
    const laptops = devices({ accounts: phones.accounts.some('50%'), perAccount: 1, memory: 'durable' })
    const both = new Roster({ laptops, phones }, 1)
    expect(both.accounts).toHaveLength(4)
    const owners = new Set(both.select(phones).map(({ account }) => account))
    expect(both.select(laptops).every(({ account }) => owners.has(account))).toBe(true)
    expect(both.select(laptops)).toHaveLength(2)
  })

  test('accounts that the service has go by their names there, beside made-up ones and those of other devices', () => {
    const known = ['a02', { user: 'ben', password: 'of the dump' }] as const
    const phones = devices({ accounts: known, perAccount: 1, memory: 'durable' })
    const tablets = devices({ accounts: phones.accounts, perAccount: 1, memory: 'durable' })
    const others = devices({ accounts: 2, perAccount: 1, memory: 'durable' })
    const all = new Roster({ tablets, others, phones }, 1)
    expect(all.accounts).toEqual(['a02', 'ben', 'a01', 'a03'])
    expect(all.select(tablets).map(({ account }) => account)).toEqual(['a02', 'ben'])
    expect(['a01', 'a02', 'ben'].map((one) => all.credentials(one).user)).toEqual(['a01@example.org', 'a02', 'ben'])
    expect(all.credentials('ben').password.reveal()).toBe('of the dump')
    expect(all.credentials('a02').password.reveal()).toMatch(/^\w{6,}$/)
  })

  test.each([
    [[], 'at least one account, got none'],
    [['ada', ''], "names that are not empty, got ''"],
    [['ada', { user: 'ada', password: 'secret' }], "each account once, got 'ada' twice"],
    [[7], "devices: accounts: [0]: expected an account by its name, or { user, password }: 'ada', { user: 'ben', "],
  ])('the accounts %j are refused, and no password is said', (accounts, words) => {
    const declare = () => devices({ accounts: accounts as string[], memory: 'durable' })
    expect(declare).toThrow(words)
    expect(declare).not.toThrow('secret')
  })

  test('two groups that give one account two passwords are refused', () => {
    const of = (password: string) => devices({ accounts: [{ user: 'ben', password }], memory: 'durable' })
    expect(() => new Roster({ phones: of('one'), tablets: of('other') }, 1)).toThrow(
      "fleet: account 'ben': expected one password, got two",
    )
  })

  test('a password prints as ***', () => {
    const { password } = roster(1).credentials('a01')
    expect([inspect(password), JSON.stringify({ password })]).toEqual(['***', '{"password":"***"}'])
    expect(password.reveal()).not.toBe('***')
  })

  test.each([0, -1, 1.5])('%d accounts are refused', (accounts) => {
    expect(() => devices({ accounts, memory: 'durable' })).toThrow(
      `devices: accounts: expected a whole number of at least 1, got ${accounts}`,
    )
  })
})

describe('planned edits', () => {
  const plan = (seed: number, edits: number, records = new PlannedRecords()) =>
    planIntents(
      { step: 'before.1', edits, overMs: edits * 1_000, devices: roster(seed).devices, collections: PRESET_NAMES },
      records,
      new Random(`${seed}/work`),
    )

  test('are the same for the same seed, byte for byte, and others for another', () => {
    expect(JSON.stringify(plan(7, 600))).toBe(JSON.stringify(plan(7, 600)))
    expect(JSON.stringify(plan(8, 600))).not.toBe(JSON.stringify(plan(7, 600)))
  })

  test('of a step stay when an earlier step is left out, save where they aim at its records', () => {
    const everybody = roster(7).devices
    const step = (name: string, records: PlannedRecords) =>
      planIntents(
        { step: name, edits: 300, overMs: 1, devices: everybody, collections: PRESET_NAMES },
        records,
        new Random(`7/${name}`),
      )
    const both = new PlannedRecords()
    const earlier = new Set(step('before.1', both).map(({ record }) => record))
    const after = step('before.2', both)
    const alone = step('before.2', new PlannedRecords())
    const changed = after.filter((intent, place) => JSON.stringify(intent) !== JSON.stringify(alone[place]))
    expect(after.map(({ device, collection: one }) => `${device} ${one}`)).toEqual(
      alone.map(({ device, collection: one }) => `${device} ${one}`),
    )
    const own = new Set(after.filter(({ change }) => change === 'create').map(({ record }) => record))
    // An update of a record of its own may find another one there, where the earlier step's was deleted instead.
    expect(changed.filter(({ change, record }) => change === 'create' && !own.has(record))).toEqual([])
    expect(changed.filter(({ record }) => !earlier.has(record)).length).toBeLessThan(30)
    expect(changed.length).toBeGreaterThan(0)
  })

  test('are those of the cards that are dealt, on collections as often as their cards are there', () => {
    const cards = { changes: ['update', 'delete'], collections: ['notes', 'notes', 'notes', 'photos'] } as const
    const common = { step: 'before.1', edits: 400, overMs: 1, devices: roster(7, 3).devices }
    const intents = planIntents({ ...common, ...cards }, new PlannedRecords(), new Random('7'))
    expect(intents.filter((one) => one.collection === 'photos')).toHaveLength(100)
    // Where there is nothing yet to update or to delete, it is created.
    const changes = Map.groupBy(intents, ({ change }) => change)
    expect(changes.get('create')?.length).toBeLessThan(160)
    expect(changes.get('delete')?.length).toBeGreaterThan(100)
    expect(changes.get('update')?.length).toBeGreaterThan(50)
  })

  test('of ten, about six create, three update and one deletes; each collection comes equally often', () => {
    const intents = plan(7, 600)
    const share = (change: string) => intents.filter((intent) => intent.change === change).length / 600
    expect(share('delete')).toBeGreaterThan(0.04)
    expect(share('update')).toBeGreaterThan(0.15)
    expect(share('create')).toBeGreaterThanOrEqual(0.6)
    for (const one of PRESET_NAMES) expect(intents.filter((intent) => intent.collection === one)).toHaveLength(100)
  })

  test('never aim at a record of another account or collection, nor at one that the plan has deleted', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000 }), fc.integer({ min: 1, max: 120 }), (seed, edits) => {
        const alive = new Map<string, string>()
        for (const { change, record, account, collection } of plan(seed, edits)) {
          const owner = `${account}/${collection}`
          if (change === 'create') expect(alive.has(record)).toBe(false)
          else expect(alive.get(record)).toBe(owner)
          if (change === 'delete') alive.delete(record)
          else alive.set(record, owner)
        }
      }),
      { numRuns: 30 },
    )
  })
})
