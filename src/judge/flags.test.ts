import { describe, expect, test } from 'vitest'
import { foundIn, Story, withCompany } from './testing/story.ts'

const COMPANY = 'd1.100'
const SAN = [{ kind: 'volume', volume: 'san' }] as const

describe('flags', () => {
  test('content changed under a known version: corrupted, with the fields', () => {
    const story = withCompany().edit('d1.1', 'r1', { fields: { title: 't', text: 'x' } })
    const row = story.row('d1.1', { hash: 'another', fields: { title: 't', text: 'y' } })
    const judgement = story.ends([COMPANY, row]).judged()
    expect(foundIn(judgement)).toEqual(['corrupted r1'])
    expect(judgement.promises.flatMap(({ findings }) => findings)[0]?.because).toContain('text')
  })

  test('a photo without its picture: misordered', () => {
    const story = withCompany().edit('d1.1', 'r1', { collection: 'photos' })
    const row = story.row('d1.1', { hash: 'without', blobMissing: true })
    expect(foundIn(story.ends([COMPANY, row]).judged())).toEqual(['misordered r1'])
  })

  test('one version in two rows, or an ancestor beside its child: duplicated', () => {
    const story = withCompany()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
    const twice = [COMPANY, 'd1.2', story.row('d1.2', { id: 'again' })]
    expect(foundIn(story.ends(twice).judged())).toEqual(['duplicated r1'])
    const other = withCompany()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
    const beside = [COMPANY, 'd1.2', other.row('d1.1', { id: 'before' })]
    expect(foundIn(other.ends(beside).judged())).toEqual(['duplicated r1'])
  })

  test('a deleted record that is back: resurrected; one that somebody wrote anew is not', () => {
    const deleted = () =>
      withCompany()
        .edit('d1.1', 'r1')
        .edit('d2.1', 'r1', { on: ['d1.1'], delete: true })
    expect(foundIn(deleted().ends([COMPANY]).judged())).toEqual([])
    expect(foundIn(deleted().ends([COMPANY, 'd1.1']).judged())).toEqual(['resurrected r1'])
    const revived = deleted().edit('d1.2', 'r1', { on: ['d1.1'] })
    expect(foundIn(revived.ends([COMPANY, 'd1.2']).judged())).toEqual([])
  })

  test('what a device shows is only old, and not back, where the run did not come to rest', () => {
    const shown = (kind: 'server' | 'device' | 'new device', state: 'quiet' | 'timed out') => {
      const deleted = withCompany()
        .edit('d1.1', 'r1')
        .edit('d2.1', 'r1', { on: ['d1.1'], delete: true })
      const party = kind === 'server' ? { kind, account: 'a1' } : { kind, account: 'a1', device: 'd1' }
      const story = deleted.tell({ is: 'quiesced', state }).server([COMPANY], { when: 'final' })
      return foundIn(story.view(party, [COMPANY, 'd1.1']).over().judged()).includes('resurrected r1')
    }
    expect([shown('device', 'timed out'), shown('device', 'quiet')]).toEqual([false, true])
    expect([shown('server', 'timed out'), shown('new device', 'timed out')]).toEqual([true, true])
  })

  test('a device that shows something else than the server: diverged', () => {
    const missing = withCompany().edit('d1.1', 'r1').ends([COMPANY], [COMPANY, 'd1.1'])
    expect(foundIn(missing.judged())).toEqual(['diverged r1'])
    const extra = withCompany().edit('d1.1', 'r1', { outcome: 'indeterminate' }).ends([COMPANY, 'd1.1'], [COMPANY])
    expect(foundIn(extra.judged())).toEqual(['diverged r1'])
    const older = withCompany()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
      .ends([COMPANY, 'd1.1'], [COMPANY, 'd1.2'])
    expect(foundIn(older.judged())).toEqual(['diverged r1'])
  })

  test('of what did not come to rest nobody says that it diverged', () => {
    const story = withCompany().edit('d1.1', 'r1').tell({ is: 'quiesced', state: 'timed out' })
    story.device('d1', [COMPANY]).server([COMPANY, 'd1.1'], { when: 'final' })
    expect(foundIn(story.over().judged())).toEqual([])
  })

  test('a row that nobody wrote: phantom; one of another account: phantom-foreign', () => {
    const stranger = { collection: 'notes', id: 'x', record: 'r9', version: 'z.1', hash: 'h', fields: {} } as const
    expect(foundIn(withCompany().ends([COMPANY, stranger]).judged())).toContain('phantom r9')
    const foreign = withCompany().edit('d9.1', 'r1', { account: 'a2' })
    foreign.server(['d9.1'], { account: 'a2', when: 'final' }).ends([COMPANY, 'd9.1'])
    expect(foundIn(foreign.judged())).toContain('phantom-foreign r1')
  })

  test('what was there before the drill: judged by content, and no phantom', () => {
    const old = { collection: 'notes', id: 'old', hash: 'as it was', fields: {} } as const
    const adopted = () => new Story().server([old], { when: 'adopt' }).edit('d1.100', 'company')
    expect(foundIn(adopted().ends([COMPANY, old]).judged())).toEqual([])
    expect(foundIn(adopted().ends([COMPANY]).judged())).toEqual(['lost'])
    expect(
      foundIn(
        adopted()
          .ends([COMPANY, { ...old, hash: 'changed' }])
          .judged(),
      ),
    ).toEqual(['corrupted'])
  })
})

describe('causes', () => {
  const causeOf = (story: Story) =>
    story
      .judged()
      .promises.flatMap(({ findings }) => findings)
      .map(({ cause }) => cause?.by)

  test('of a record that the server does not show: what took the edit that a device shows, and no conflict', () => {
    const story = withCompany()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r1', { on: ['d1.1'] })
      .edit('d2.1', 'r1', { on: ['d1.1'] })
    const injured = story.server([COMPANY, 'd2.1']).injures('zeroPages', SAN).server([COMPANY])
    const diverged = injured
      .ends([COMPANY, 'd2.1'], [COMPANY])
      .judged()
      .promises.flatMap(({ findings }) => findings)
      .filter(({ finding }) => finding === 'diverged')
    expect(diverged.map(({ cause }) => cause?.by)).toEqual(['zeroPages'])
  })

  test('unrecoverable: what took the last holder, a device here', () => {
    const story = withCompany().edit('d1.1', 'r1').server([COMPANY, 'd1.1']).strike()
    story.injures('zeroPages', SAN).injures('powerCycle', [{ kind: 'device', device: 'd1' }])
    expect(causeOf(story.server([COMPANY]).ends([COMPANY]))).toEqual(['powerCycle'])
  })

  test('unrecoverable: the volume, where the device had lost it before', () => {
    const story = withCompany().edit('d1.1', 'r1').server([COMPANY, 'd1.1']).strike()
    story.injures('powerCycle', [{ kind: 'device', device: 'd1' }]).injures('zeroPages', SAN)
    expect(causeOf(story.server([COMPANY]).ends([COMPANY]))).toEqual(['zeroPages'])
  })

  test('lost: the first injury after the server had last shown it', () => {
    const story = withCompany().edit('d1.1', 'r1').server([COMPANY, 'd1.1']).strike()
    story.injures('destroy', SAN).server([COMPANY]).injures('later')
    story.view({ kind: 'aside', account: 'a1', device: 'd1' }, ['d1.1'])
    expect(causeOf(story.ends([COMPANY]))).toEqual(['destroy'])
  })

  test('lost without an injury: the step after which it was not shown', () => {
    const story = withCompany().edit('d1.1', 'r1').server([COMPANY, 'd1.1'])
    const step = { id: 'recovery.1', act: 'recovery', name: 'rollBack', label: 'rollBack(sync)' } as const
    story.tell({
      is: 'plan',
      plan: {
        services: [],
        volumes: [],
        domains: [],
        links: [],
        clients: [],
        backups: [],
        devices: [],
        accounts: [],
        steps: [step],
      },
    })
    story.step('recovery.1').server([COMPANY]).view({ kind: 'aside', account: 'a1', device: 'd1' }, ['d1.1'])
    expect(causeOf(story.ends([COMPANY]))).toEqual(['rollBack'])
  })

  test('duplicated: the fault that was on when the surplus was attempted', () => {
    const story = withCompany()
      .strike()
      .injures('loseAcks', [], 'effect', 'fault')
      .edit('d1.1', 'r1', { outcome: 'indeterminate' })
    story.again('d1.1', 'acked').heals('loseAcks')
    const rows = [COMPANY, 'd1.1', story.row('d1.1', { id: 'again' })]
    expect(causeOf(story.ends(rows))).toEqual(['loseAcks'])
  })

  test('an injury before the server last showed it is none', () => {
    const story = withCompany().edit('d1.1', 'r1').strike().injures('killService').server([COMPANY, 'd1.1'])
    story.injures('destroy', SAN).server([COMPANY]).view({ kind: 'aside', account: 'a1', device: 'd1' }, ['d1.1'])
    expect(causeOf(story.ends([COMPANY]))).toEqual(['destroy'])
  })

  test('a device that lost power before it held the record lost nothing of it', () => {
    const story = withCompany()
      .strike()
      .injures('powerCycle', [{ kind: 'device', device: 'd1' }])
      .edit('d1.1', 'r1')
    story.server([COMPANY, 'd1.1']).injures('zeroPages', SAN)
    expect(causeOf(story.server([COMPANY]).ends([COMPANY]))).toEqual(['zeroPages'])
  })
})
