import { describe, expect, test } from 'vitest'
import type { Plan } from '../../ledger/index.ts'
import { comparisonOf, letterOf, planOf, siteOf, unlike, type Compared, type PlanOf } from './compared.ts'
import { toComparisonPage } from './page.ts'
import { linesOf } from './rows.ts'
import { comparisonLines } from './text.ts'

const plan: Plan = {
  services: [{ name: 'sync', versions: ['4.1', '4.2'], start: '4.1', data: {}, domains: ['east'] }],
  volumes: [{ name: 'disk', domains: ['east'] }],
  domains: [{ name: 'east', kind: 'site' }],
  links: ['sync'],
  clients: [{ name: 'api', service: 'sync', carries: ['notes'] }],
  backups: [{ name: 'nightly', of: 'sync', to: 'disk', every: 86_400_000 }],
  devices: [{ name: 'phones-1', group: 'phones', account: 'ann', memory: 'durable' }],
  accounts: ['ann'],
  steps: [
    { id: 'before.1', act: 'before', name: 'work', label: 'work(edits: 9)' },
    {
      id: 'disaster.1',
      act: 'disaster',
      name: 'gate',
      label: 'gate(canary)',
      steps: [{ id: 'disaster.1.1', act: 'disaster', name: 'rollBack', label: 'rollBack(sync)', branch: 'stop' }],
    },
  ],
}
const planned = (more: Partial<Parameters<typeof planOf>[0]> = {}): PlanOf =>
  planOf({ seed: 7, plan, promises: [{ promise: 'noDuplicates', terms: {} }], edits: 'abc', ...more })

function compared(more: Partial<Compared> = {}): Compared {
  return {
    drill: 'crash',
    title: 'A crash',
    arm: 'as shipped',
    run: 'run-1',
    folder: 'crash/run-1',
    seed: 7,
    state: 'as expected',
    verdict: 'pass',
    expected: 'pass',
    sentence: 'all 9 acknowledged records survived',
    plan: planned(),
    site: siteOf(plan),
    outcome: {
      acknowledged: 9,
      fates: { notes: { durable: 9 } },
      flags: {},
      recoveryPoint: { notes: { ms: 0, lost: 0, of: 9 } },
      recoveryTime: { notes: { all: 900 } },
      lostBy: { laptops: { lost: 0, of: 9, atLeast: false } },
      edits: { sent: 12, refused: 0, unanswered: 0 },
      copies: { claimed: 2, whole: 2 },
      promises: [
        { promise: 'statusIsHonest', claim: 'No false yes.', listed: true, verdict: 'pass', found: {} },
        { promise: 'noDuplicates', claim: 'Nothing twice.', listed: false, verdict: 'pass', found: {} },
      ],
    },
    ...more,
  }
}

const worse: Partial<Compared> = {
  run: 'run-2',
  folder: '../elsewhere/run 2',
  state: 'not as expected',
  verdict: 'fail',
  sentence: '3 of 9 acknowledged records are lost',
  site: { ...siteOf(plan), runtime: 'containers' },
  outcome: {
    acknowledged: 9,
    fates: { notes: { durable: 6, lost: 3 } },
    flags: { notes: { resurrected: 1 } },
    recoveryPoint: { notes: { ms: 60_000, lost: 3, of: 9 } },
    recoveryTime: { notes: {} },
    lostBy: { laptops: { lost: 3, of: 9, atLeast: true } },
    edits: { sent: 12, refused: 1, unanswered: 2 },
    copies: { claimed: 2, whole: 0 },
    promises: [
      { promise: 'statusIsHonest', claim: 'No false yes.', listed: true, verdict: 'fail', found: { 'false-ack': 2 } },
      { promise: 'noDuplicates', claim: 'Nothing twice.', listed: false, verdict: 'inconclusive', found: {} },
    ],
  },
}

describe('what cannot be compared', () => {
  test('the site may differ: services, versions, volumes, domains, backups, and the names of accounts', () => {
    const other: Plan = {
      ...plan,
      services: [],
      volumes: [],
      domains: [],
      backups: [],
      external: [{ name: 'sync', url: 'https://dav.example' }],
      devices: plan.devices.map((device) => ({ ...device, account: 'ada' })),
      accounts: ['ada'],
    }
    expect(unlike(planned(), planned({ plan: other }))).toEqual([])
    expect(siteOf(other)['service sync']).toBe("somebody else's, https://dav.example")
  })

  test.for<[string, Partial<Parameters<typeof planOf>[0]>, string]>([
    ['seed', { seed: 8, edits: 'other' }, 'seed: 7, and 8'],
    [
      'promise',
      { promises: [{ promise: 'noDuplicates', terms: {}, listed: true }] },
      'promises: noDuplicates {} always, and noDuplicates {} listed',
    ],
    [
      'device',
      {
        plan: { ...plan, devices: [...plan.devices, { name: 'p-2', group: 'p', account: 'ann', memory: 'volatile' }] },
      },
      'devices: no more, and p-2: p, volatile, account 1',
    ],
    ['step', { plan: { ...plan, steps: plan.steps.slice(0, 1) } }, 'steps: disaster.1: gate(canary), and no more'],
    [
      'collection',
      { plan: { ...plan, clients: [{ name: 'api', service: 'sync', carries: ['photos'] }] } },
      'collections: notes, and photos',
    ],
    ['edit', { edits: 'other' }, 'planned edits: not the same ones'],
  ])('another %s is named', ([, more, words]) => {
    expect(unlike(planned(), planned(more))).toEqual([words])
  })
})

describe('what differs, and what came of it', () => {
  const comparison = comparisonOf('A crash: as shipped', [compared(), compared(worse)])

  test('only what is not the same in all columns of the site is told', () => {
    expect(comparison.differs).toEqual([{ name: 'runtime', values: ['none', 'containers'] }])
    expect(siteOf(plan)).toEqual({
      'service sync': '4.1 (also 4.2), in east',
      'volume disk': 'in east',
      'backup nightly': 'of sync to disk, every 24 h',
      'client api': 'notes on sync',
    })
  })

  test('each line says what it is in each column, and whether that is alike', () => {
    expect(linesOf(comparison).map(({ name, cells, isAlike }) => [isAlike ? '=' : '≠', name, ...cells])).toEqual([
      ['≠', 'ended', 'pass as expected', 'fail, expected to pass'],
      ['=', 'acknowledged', '9', '9'],
      ['≠', 'notes', '9 whole', '3 lost of 9; 1 resurrected'],
      ['≠', 'lost by laptops', '0 of 9', 'at least 3 of 9'],
      ['≠', 'RPO notes', 'none lost', '1min'],
      ['≠', 'RTO notes', '900ms', 'never'],
      ['≠', 'edits refused', '0 of 12', '1 of 12'],
      ['≠', 'edits unanswered', '0 of 12', '2 of 12'],
      ['≠', 'whole copies', '2 of 2 that claimed it', '0 of 2 that claimed it'],
      ['≠', 'statusIsHonest', 'kept', '2 false-ack'],
    ])
  })

  test('a run that was not judged has no figures, and is not left out', () => {
    const { outcome: _, verdict: __, ...broken } = compared({ state: 'error', sentence: 'no engine' })
    const lines = linesOf(comparisonOf('x', [compared(), broken]))
    expect(lines.slice(0, 3).map(({ cells }) => cells[1])).toEqual(['no verdict', '-', '-'])
  })

  test.for([120, 80, 60, 40])('in %i columns it is whole lines, and a table only where there is room', (columns) => {
    const lines = comparisonLines([comparison], { columns, colour: false })
    expect(lines.filter((line) => line.length > columns)).toEqual([])
    const text = lines.join('\n')
    expect(text).toMatch(/^ {2}B {2}crash\/run-2: as shipped$/m)
    if (columns >= 80) expect(text).toMatch(/^≠ RPO notes +none lost +1min$/m)
    else expect(text).toMatch(/^≠ RPO notes\n {4}A {2}none lost\n {4}B {2}1min$/m)
  })

  test('the page links each run, and shows no text of a stranger as markup', () => {
    const stranger = '</style><script>alert(1)</script>'
    const page = toComparisonPage([
      comparisonOf(stranger, [compared({ arm: stranger, site: { [stranger]: stranger } }), compared(worse)]),
    ])
    expect(page).not.toContain('<script')
    expect(page).toContain('href="../elsewhere/run%202/report.html"')
    expect(page).toContain('No false yes. <small>statusIsHonest</small>')
  })
})

test('columns have letters, however many there are', () => {
  expect([0, 25, 26].map(letterOf)).toEqual(['A', 'Z', 'A2'])
})
