/** Why an arm failed, what protected another, and that everything that can take data has a plain name. */

import { expect, test } from 'vitest'
import { readFileSync, readdirSync } from 'node:fs'
import type { Cause } from '../../judge/causes/cause.ts'
import type { Finding } from '../../judge/judgement.ts'
import type { Plan } from '../../ledger/index.ts'
import { madeUpJudgement } from '../renderer.contract.ts'
import { reportOf } from '../report.ts'
import { namedPlainly, PLAIN_NAMES } from './names.ts'
import { whatProtected } from './protected.ts'
import { whyOf } from './why.ts'

const zeroed = { kind: 'injury', by: 'zeroPages', step: 'disaster.1', at: 10, on: ['san'] } as const
const extinct = (device: string): Cause => ({
  kind: 'injury',
  by: 'powerCycle',
  step: 'disaster.2',
  at: 20,
  on: ['phones'],
  holder: `${device}'s`,
  others: [
    { ...zeroed, holder: 'the copies of nightly' },
    { ...zeroed, holder: "the server's copy" },
  ],
})
const found = (record: string, cause: Cause, finding = 'unrecoverable'): Finding => ({
  promise: 'nothingAcknowledgedIsLost',
  finding,
  because: 'nobody holds it',
  lines: [1],
  record,
  cause,
})

/** With these findings against the first promise. */
function judged(findings: readonly Finding[], verdict: 'fail' | 'pass' = 'fail') {
  const base = madeUpJudgement('x')
  const promises = base.promises.slice(0, 1).map((promise) => ({ ...promise, verdict, findings }))
  const fates = verdict === 'pass' ? { durable: 600 } : base.fates
  return { ...base, verdict, fates, acknowledged: 600, promises }
}

test('says what took each holder, one after the other, whichever device held it last', () => {
  expect(whyOf(judged([found('a', extinct('phone-1')), found('b', extinct('phone-2'))]))).toBe(
    "zeroed pages (zeroPages) on san took the server's copy and the copies of nightly; then a power cut (powerCycle)" +
      ' on phones took what devices held: 2 of 600 acknowledged records are unrecoverable',
  )
})

test('says the most frequent chain, and how many went another way', () => {
  const upgrade: Cause = { kind: 'step', by: 'upgrade', step: 'disaster.4', at: 30 }
  const all = [found('a', upgrade, 'lost'), found('b', upgrade, 'lost'), found('c', upgrade, 'stale')]
  expect(whyOf(judged([...all, found('d', extinct('phone-1'))]))).toBe(
    'the upgrade: 2 of 600 acknowledged records are lost, 1 is stale; 1 more in other ways',
  )
})

test('says nothing of a pass, of what was waived, and of what nobody knows the cause of', () => {
  const one = judged([found('a', extinct('phone-1'))])
  expect(whyOf({ ...one, verdict: 'pass' })).toBeUndefined()
  expect(whyOf({ ...one, promises: one.promises.map((promise) => ({ ...promise, waived: true })) })).toBeUndefined()
  const { cause: _, ...unknown } = found('a', extinct('phone-1'))
  expect(whyOf(judged([unknown]))).toBeUndefined()
})

test('whatever takes data is called in plain words', () => {
  const folders = ['faults', 'faults/copies', 'faults/devices', 'steps']
  const named = folders.flatMap((folder) =>
    readdirSync(new URL(`../../${folder}/`, import.meta.url))
      .filter((file) => /^[a-z-]+\.ts$/.test(file))
      .flatMap((file) => {
        const text = readFileSync(new URL(`../../${folder}/${file}`, import.meta.url), 'utf8')
        const takes = folder !== 'steps' || /takes: true/.test(text)
        return takes ? [...text.matchAll(/^ {4}name: '(\w+)',$/gm)].map(([, name = '']) => name) : []
      }),
  )
  expect(named.length).toBeGreaterThan(25)
  expect(named.filter((name) => !Object.hasOwn(PLAIN_NAMES, name))).toEqual([])
  expect([namedPlainly('upgrade'), namedPlainly('myOwnFault'), namedPlainly('constructor')]).toEqual([
    'the upgrade',
    'my own fault',
    'constructor',
  ])
})

const PLAN: Plan = {
  services: [{ name: 'sync', versions: ['v1'], start: 'v1', data: { '/data': 'san' }, domains: ['east'] }],
  volumes: [{ name: 'san', domains: ['east'] }],
  domains: [],
  links: [],
  clients: [],
  backups: [{ name: 'nightly', of: 'sync', to: 'san' }],
  devices: [{ name: 'phone-1', group: 'phones', account: 'a', memory: 'volatile' }],
  accounts: [],
  steps: [{ id: 'disaster.1', act: 'disaster', name: 'work', label: 'work(edits: 9)' }],
}

/** Of an arm whose plan or row is otherwise than that of the one that failed. */
function protectedBy(plan: Partial<Plan> | undefined, row = {}): string | undefined {
  const outcome = { folder: 'x', durationMs: 1, phases: [] }
  const lost = judged([found('a', extinct('phone-1'))])
  const { arms } = reportOf({ ...facts, arms: [] } as never, [
    { ...outcome, arm: 'bare', row: { defects: ['forgets'] }, judgement: lost },
    { ...outcome, arm: 'kept', row, judgement: judged([], 'pass') },
  ])
  const [bare, kept] = arms
  if (!bare || !kept) throw new Error('two arms were reported')
  const all = [
    { arm: bare, plan: plan && PLAN },
    { arm: kept, plan: plan && { ...PLAN, ...plan } },
  ]
  return all[1] && whatProtected(all[1], all)
}
const facts = { drill: 'made-up', file: '', seed: 1, runtime: 'embedded' }

test.each([
  [
    'a copy elsewhere',
    { backups: [{ name: 'nightly', of: 'sync', to: 'vault' }] },
    'copies of nightly on vault instead of san',
  ],
  ['another copy', { backups: [...PLAN.backups, { name: 'weekly', of: 'sync', to: 'san' }] }, 'with copies by weekly'],
  [
    'another schedule',
    { backups: [{ name: 'nightly', of: 'sync', to: 'san', every: 3_600_000 }] },
    'copies of nightly every 1h instead of no schedule',
  ],
  ['another place', { volumes: [{ name: 'san', domains: ['west'] }] }, 'san in west instead of east'],
  [
    'another memory',
    { devices: PLAN.devices.map((one) => ({ ...one, memory: 'durable' as const })) },
    'phones with durable memory instead of volatile memory',
  ],
  [
    'one step more',
    { steps: [...PLAN.steps, { id: 'disaster.2', act: 'disaster' as const, name: 'gate', label: 'gate(canary)' }] },
    'with gate(canary)',
  ],
  ['what no plan shows', {}, 'without “forgets” (defects)'],
])('%s protected it', (_, plan, said) => {
  expect(protectedBy(plan, { defects: [] })).toBe(`${said}: 143 lost, then 0`)
})

test('without a plan the rows say it, and where nothing differs nobody guesses', () => {
  expect(protectedBy(undefined, { defects: ['forgets'], memory: 'durable' })).toBe(
    'memory: durable instead of nothing: 143 lost, then 0',
  )
  expect(protectedBy({}, { defects: ['forgets'] })).toBeUndefined()
})
