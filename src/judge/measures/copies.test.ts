import { describe, expect, test } from 'vitest'
import type { Plan } from '../../ledger/index.ts'
import { foundIn, Story } from '../testing/story.ts'

const COMPANY = 'd1.100'
const DAY = 86_400_000
const PLAN: Plan = {
  services: [],
  volumes: [],
  domains: [],
  links: [],
  clients: [],
  backups: [{ name: 'b', of: 'sync', to: 'vault', every: DAY }],
  devices: [],
  accounts: [],
  steps: [],
}

const begun = () =>
  new Story({ verdict: 'pass' }, [['backupsTellTheTruth', {}]])
    .tell({ is: 'plan', plan: PLAN })
    .edit(COMPANY, 'company')

function take(story: Story, copy: string): Story {
  story.tell({ is: 'copy', backup: 'b', copy: `begin ${copy}`, volume: 'vault', state: 'begin' })
  return story.tell({ is: 'copy', backup: 'b', copy, volume: 'vault', state: 'claimed ok' })
}

function ended(story: Story, ...copies: readonly string[]) {
  story.strike()
  for (const copy of copies) {
    story.view({ kind: 'copy', account: 'a1', copy }, [COMPANY])
    story.tell({ is: 'clean room', copy, finding: 'sound' })
  }
  return story.ends([COMPANY]).judged()
}

describe('of a copy is said', () => {
  test('that it was claimed good, can be restored, is complete, how old it was and whether it was fresh', () => {
    const { backups } = ended(take(begun(), 'c').passes(DAY), 'c')
    expect(backups).toEqual([
      {
        copy: 'c',
        backup: 'b',
        volume: 'vault',
        claimed: 'ok',
        restorable: true,
        complete: true,
        ageMs: DAY,
        fresh: true,
        found: 'sound',
      },
    ])
  })

  test('that a photo without its picture makes it inconsistent', () => {
    const story = begun().edit('d1.1', 'r1', { collection: 'photos' })
    take(story, 'c').strike()
    const blank = story.row('d1.1', { blobMissing: true })
    story.view({ kind: 'copy', account: 'a1', copy: 'c' }, [COMPANY, blank])
    const judgement = story.tell({ is: 'clean room', copy: 'c', finding: 'sound' }).ends([COMPANY, 'd1.1']).judged()
    expect(foundIn(judgement)).toEqual(['inconsistent'])
    expect(judgement.backups[0]).toMatchObject({ restorable: true, complete: false, found: 'inconsistent' })
  })

  test('nothing, when its job has deleted it', () => {
    const story = take(take(begun(), 'old'), 'new')
    story.tell({ is: 'copy', backup: 'b', copy: 'old', volume: 'vault', state: 'deleted' })
    const judgement = ended(story, 'new')
    expect([judgement.backups.map(({ copy }) => copy), foundIn(judgement)]).toEqual([['new'], []])
  })

  test('that it went with its volume, where an injury took that', () => {
    const story = take(begun(), 'c')
      .strike()
      .injures('destroy', [{ kind: 'volume', volume: 'vault' }])
    const [copy] = story.ends([COMPANY]).judged().backups
    expect(copy).toMatchObject({ restorable: false, complete: false, found: 'gone with its volume' })
  })

  test('no age, when it was taken after the strike', () => {
    const story = begun().strike()
    take(story, 'c').view({ kind: 'copy', account: 'a1', copy: 'c' }, [COMPANY])
    const { backups } = story.tell({ is: 'clean room', copy: 'c', finding: 'sound' }).ends([COMPANY]).judged()
    expect(backups.map(({ ageMs, fresh }) => [ageMs, fresh])).toEqual([[undefined, undefined]])
  })
})

describe('a backup tells the truth', () => {
  test('when somebody looked, and took the claim back', () => {
    const rotten = take(begun(), 'rotten').tell({ is: 'clean room', copy: 'rotten', finding: 'empty' })
    expect(foundIn(take(rotten, 'good') && ended(rotten, 'good'))).toEqual(['empty'])
    const honest = take(begun(), 'rotten').tell({ is: 'clean room', copy: 'rotten', finding: 'empty' })
    honest.tell({ is: 'copy', backup: 'b', copy: 'rotten', volume: 'vault', state: 'withdrawn' })
    expect(foundIn(ended(take(honest, 'good'), 'good'))).toEqual([])
  })

  test('until its newest copy is older, when it strikes, than its schedule allows', () => {
    expect(foundIn(ended(take(begun(), 'c').passes(DAY), 'c'))).toEqual([])
    expect(foundIn(ended(take(begun(), 'c').passes(DAY + 1), 'c'))).toEqual(['outdated'])
    expect(foundIn(ended(begun().passes(DAY + 1)))).toEqual(['outdated'])
  })
})

test('what was refused and what was restored is told in order, with the reason', () => {
  const story = begun().strike()
  const restore = { is: 'restore', step: 'recovery.1', from: 'copy' } as const
  story.tell({ ...restore, copy: 'c2', state: 'begin' })
  story.tell({ ...restore, copy: 'c2', state: 'refused', because: 'it has no bytes' })
  story.tell({ ...restore, copy: 'c1', state: 'begin' }).tell({ ...restore, copy: 'c1', state: 'end' })
  expect(story.ends([COMPANY]).judged().restores).toEqual([
    { step: 'recovery.1', from: 'copy', copy: 'c2', state: 'refused', because: 'it has no bytes' },
    { step: 'recovery.1', from: 'copy', copy: 'c1', state: 'restored' },
  ])
})
