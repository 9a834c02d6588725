import { expect, test } from 'vitest'
import type { Plan } from '../ledger/index.ts'
import { Story, withCompany } from './testing/story.ts'

const COMPANY = 'd1.100'
const PRIMARY = [{ kind: 'volume', volume: 'data' }] as const

const step = (place: number, name: string) =>
  ({ id: `recovery.${place}`, act: 'recovery', name, label: `${name}(…)` }) as const
const plan: Plan = {
  services: [],
  volumes: [],
  domains: [],
  links: [],
  clients: [],
  backups: [],
  devices: [],
  accounts: [],
  steps: [step(1, 'promote'), step(2, 'repoint')],
}

/** What the standby knows is `COMPANY`, and of `r1` perhaps an older version. */
const told = () => withCompany(new Story().tell({ is: 'plan', plan }))
const unread = { state: 'unreadable' } as const
const aside = (story: Story, token: string) => story.view({ kind: 'aside', account: 'a1', device: 'd1' }, [token])

const failsOver = (story: Story, rows: readonly string[]) =>
  story.step('recovery.1').server([], unread).step('recovery.2').server(rows)

const found = (story: Story) =>
  story
    .judged()
    .promises.flatMap(({ findings }) => findings)
    .map(({ finding, cause }) => `${finding} by ${cause?.by}`)

test('what the standby had not heard of is blamed on what destroyed its primary, and not on the switch', () => {
  const story = told().server([COMPANY]).strike().injures('cutLink', [], 'effect', 'fault').edit('d1.1', 'r1')
  story.server([COMPANY, 'd1.1']).injures('destroy', PRIMARY).server([], unread)
  expect(found(aside(failsOver(story, [COMPANY]), 'd1.1').ends([COMPANY]))).toEqual(['lost by destroy'])
})

test('nor on the cut, where nobody had read the server between the write and the end of its primary', () => {
  const story = told().server([COMPANY]).strike().edit('d1.1', 'r1').injures('cutLink', [], 'effect', 'fault')
  story.injures('destroy', PRIMARY).server([], unread)
  expect(found(aside(failsOver(story, [COMPANY]), 'd1.1').ends([COMPANY]))).toEqual(['lost by destroy'])
})

test('an older version on the standby, and a record that nobody holds any more: the same', () => {
  const story = told().edit('d1.1', 'r1').server([COMPANY, 'd1.1']).strike()
  story
    .edit('d1.2', 'r1', { on: ['d1.1'] })
    .edit('d1.3', 'r2')
    .injures('destroy', PRIMARY)
  const rows = [COMPANY, 'd1.1']
  expect(found(failsOver(story.server([], unread), rows).ends(rows))).toEqual([
    'stale by destroy',
    'unrecoverable by destroy',
  ])
})

test('a switch to a standby that lags, and nothing was destroyed: blamed on the step that led devices there', () => {
  const story = told().edit('d1.1', 'r1').server([COMPANY, 'd1.1']).strike('recovery.1')
  story.step('recovery.1').server([COMPANY, 'd1.1']).step('recovery.2').server([COMPANY])
  expect(found(aside(story, 'd1.1').ends([COMPANY]))).toEqual(['lost by repoint'])
})

test('and the old primary is destroyed after that: the switch hid it, and only the last holder is the fire', () => {
  const switched = () => {
    const story = told().edit('d1.1', 'r1').server([COMPANY, 'd1.1']).strike('recovery.1')
    return story.step('recovery.2').server([COMPANY]).injures('destroy', PRIMARY).server([COMPANY])
  }
  expect(found(aside(switched(), 'd1.1').ends([COMPANY]))).toEqual(['lost by repoint'])
  expect(found(switched().ends([COMPANY]))).toEqual(['unrecoverable by destroy'])
})
