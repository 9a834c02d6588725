import { expect, test } from 'vitest'
import { commitmentsIn } from '../../commitments/index.ts'
import { historyOf } from '../../history/index.ts'
import type { Entry, Plan } from '../../ledger/index.ts'
import { withCompany } from '../testing/story.ts'
import { judgeCommitments } from './index.ts'

const PLAN: Plan = {
  services: [{ name: 'sync', versions: ['v1'], start: 'v1', data: { '/data': 'san' }, domains: ['east'] }],
  volumes: [
    { name: 'san', domains: ['east'] },
    { name: 'vault', domains: ['west', 'keys'] },
  ],
  domains: [
    { name: 'east', kind: 'site' },
    { name: 'west', kind: 'site' },
    { name: 'keys', kind: 'credential' },
    { name: 'root', kind: 'credential' },
  ],
  links: [],
  clients: [],
  backups: [{ name: 'nightly', of: 'sync', to: 'vault' }],
  devices: [],
  accounts: ['a1'],
  steps: [],
}

interface Played {
  readonly on: string
  readonly took: readonly string[]
  readonly copyOn?: string
  readonly finding?: 'sound' | 'unusable'
}

/** A copy is taken, something is destroyed, and the copy is looked at in a clean room. */
function held(promise: string, { on, took, copyOn = 'vault', finding = 'sound' }: Played) {
  const injury = { is: 'injury', injury: 'i', step: 'disaster.1', name: 'destroy', kind: 'damage', on: [on] } as const
  const copy = { is: 'copy', backup: 'nightly', copy: 'monday', volume: copyOn } as const
  const entries: readonly Entry[] = [
    { ...copy, state: 'claimed ok' },
    { is: 'strike', step: 'disaster.1' },
    { ...injury, settings: {}, state: 'injected', took: took.map((volume) => ({ kind: 'volume', volume }) as const) },
    { is: 'witness', injury: 'i', saw: 'effect', what: 'gone', count: 1 },
    { is: 'clean room', copy: 'monday', finding },
  ]
  const story = withCompany().tell({ is: 'plan', plan: PLAN })
  for (const entry of entries) story.tell(entry)
  const rows = ['d1.100'] as const
  if (finding === 'sound') story.view({ kind: 'copy', account: 'a1', copy: 'monday' }, rows)
  story.ends(rows)
  const commitments = commitmentsIn(`format: 1\nprovider: p\ntiers: { all: { copies: ${promise} } }`, 'offer.yaml')
  const [answer] = judgeCommitments(commitments, () => historyOf(story.entries), story.judged())
  return answer
}

const SAN_LOST = { on: 'san', took: ['san'] }

test('copies are counted that were restored whole, from disks that the data are not on', () => {
  expect(held('{ number: 1 }', SAN_LOST)).toMatchObject({ state: 'shown' })
  expect(held('{ number: 2 }', SAN_LOST)).toMatchObject({ state: 'not shown' })
  expect(held('{ number: 1 }', { ...SAN_LOST, finding: 'unusable' })).toMatchObject({ state: 'refuted' })
  expect(held('{ number: 1 }', { ...SAN_LOST, copyOn: 'san' })).toMatchObject({ state: 'not shown' })
})

test('a place is shown only by what was lost elsewhere, and is the word of the drill file', () => {
  const shown = held('{ places: [west] }', SAN_LOST)
  expect(shown).toMatchObject({ state: 'shown' })
  expect(shown?.because).toContain('that it stands in west is what the drill file says')
  expect(held('{ places: [west] }', { on: 'root', took: [] })).toMatchObject({ state: 'not shown' })
  expect(held('{ places: [moon] }', SAN_LOST)).toMatchObject({ state: 'not shown' })
  expect(held('{ places: [west] }', { ...SAN_LOST, finding: 'unusable' })).toMatchObject({ state: 'refuted' })
})

test('who can delete is shown where everybody else was tried, and refuted by whoever could', () => {
  expect(held('{ deletableBy: [keys] }', SAN_LOST)).toMatchObject({
    state: 'not shown',
    because: 'nobody tried it with root',
  })
  expect(held('{ deletableBy: [keys] }', { on: 'root', took: ['san'] })).toMatchObject({ state: 'shown' })
  expect(held('{ deletableBy: [keys] }', { on: 'root', took: ['san', 'vault'] })).toMatchObject({
    state: 'refuted',
    because: 'with root alone, monday was deleted',
  })
  expect(held('{ deletableBy: [keys, root] }', { on: 'root', took: ['san', 'vault'] })).toMatchObject({
    state: 'not shown',
  })
})
