/** The first entries of a made-up ledger: its run, plan, promises, policies and expectation. */

import type { Heading, Plan, PlannedStep } from '../../src/ledger/entries.ts'
import { FORMAT } from '../../src/ledger/index.ts'
import { PRESET, PRESET_NAMES } from '../../src/records/index.ts'
import type { Operations } from './operations.ts'

const LISTED = ['nothingAcknowledgedIsLost', 'restoredInOrder']
const ALWAYS = [
  'everythingIsIntact',
  'everybodyConverges',
  'whatWasThereStays',
  'deletedStaysDeleted',
  'noDuplicates',
  'accountsStayApart',
]

export const accountName = (account: number): string => `a${account + 1}`

export function deviceNames({ devices }: Operations): readonly string[] {
  return Array.from({ length: devices }, (_, device) => `phones-${device + 1}`)
}

export function* headingOf(operations: Operations, seed: number): Generator<Heading, void, undefined> {
  yield {
    is: 'run',
    format: FORMAT,
    run: 'made-up',
    drill: 'made-up',
    title: 'Made up',
    story: 'Answers are lost, a volume is damaged, and devices bring back what they hold.',
    sources: [],
    arm: 'the only one',
    row: {},
    seed,
    runtime: 'none',
    because: 'it never ran',
    versions: { syncdrill: '0.1.0' },
    started: '2026-11-27T00:00:00.000Z',
    planHash: '0'.repeat(64),
  }
  yield { is: 'plan', plan: planOf(operations) }
  for (const promise of LISTED) {
    const terms = promise === 'restoredInOrder' ? { order: [...PRESET_NAMES] } : {}
    yield { is: 'promise', promise, claim: promise, terms, listed: true }
  }
  for (const promise of ALWAYS) yield { is: 'promise', promise, claim: promise, terms: {} }
  for (const { name, policy } of PRESET.values()) yield { is: 'collection', name, policy }
  yield { is: 'expectation', expectation: { verdict: 'pass' } }
}

const STEPS: readonly PlannedStep[] = [
  { id: 'before.1', act: 'before', name: 'work', label: 'work' },
  { id: 'before.2', act: 'before', name: 'takeBackup', label: 'take backup nightly' },
  { id: 'disaster.1', act: 'disaster', name: 'inject', injury: 'loseAcks', label: 'loseAcks' },
  { id: 'disaster.2', act: 'disaster', name: 'work', label: 'work' },
  { id: 'disaster.3', act: 'disaster', name: 'inject', injury: 'zeroPages', label: 'zeroPages' },
  { id: 'recovery.1', act: 'recovery', name: 'edgeRestore', label: 'edge restore', takes: true },
  { id: 'recovery.2', act: 'recovery', name: 'work', label: 'work' },
]

function planOf(operations: Operations): Plan {
  const names = deviceNames(operations)
  const accounts = Array.from({ length: operations.accounts }, (_, account) => account)
  const owned = accounts.flatMap((account) =>
    Array.from({ length: operations.devicesOf(account) }, (_, device) => ({ account, device })),
  )
  return {
    services: [{ name: 'sync', versions: ['v1'], start: 'v1', data: { '/data': 'san' }, domains: ['east'] }],
    volumes: [
      { name: 'san', domains: ['east'] },
      { name: 'vault', domains: ['west'] },
    ],
    domains: [
      { name: 'east', kind: 'site' },
      { name: 'west', kind: 'site' },
    ],
    links: ['sync'],
    clients: [{ name: 'api', service: 'sync', carries: [...PRESET_NAMES] }],
    backups: [{ name: 'nightly', of: 'sync', to: 'vault' }],
    devices: owned.map(({ account, device }) => ({
      name: names[operations.deviceOf(account, device)] ?? '',
      group: 'phones',
      account: accountName(account),
      memory: 'durable',
    })),
    accounts: accounts.map(accountName),
    steps: STEPS,
  }
}
