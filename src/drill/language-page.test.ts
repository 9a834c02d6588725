/** docs/language.md is what the code says: its example, its table of side effects, and its defects. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as faults from '../faults/index.ts'
import { DELETES_UNDONE, DEVICES_AHEAD } from '../ledger/index.ts'
import { DEFECTS } from '../specimen/server/defects.ts'
import * as steps from '../steps/index.ts'
import { salvage } from '../steps/salvage.ts'
import { smallFleet, smallSite } from './fixture.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/language.md')

const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
const rowsOf = (title: string) =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim())
      return cells.slice(1, -1)
    })

const {
  services: { sync },
  volumes: { disk },
  backups: { nightly },
  clients: { api },
} = smallSite()
const { phones } = smallFleet()

const DECLARING = [
  faults.destroy(disk),
  faults.flipPages(disk, { share: '1%' }),
  faults.killService(sync),
  faults.restartService(sync),
  faults.stopService(sync),
  faults.zeroPages(disk),
  steps.edgeRestore(phones),
  steps.promote(sync),
  steps.replace(disk),
  steps.repoint(api.link, sync),
  steps.restore(nightly),
  steps.rollBack(sync),
  salvage(disk, { with: { name: 'rows', of: sync, extract: () => Promise.reject(new Error('not asked')) } }),
  steps.upgrade(sync, '1'),
]

test('its example is the drill', () => {
  const [, example] = /```ts\n([^]*?)```/.exec(page) ?? []
  expect(read('scenarios/bad-upgrade.drill.ts')).toContain(example)
})

test('its table of side effects is what steps and injuries declare', () => {
  const declared = DECLARING.map(({ name, sideEffects = [] }) => [
    `\`${name}\``,
    ...[DELETES_UNDONE, DEVICES_AHEAD].map((one) => (sideEffects.includes(one) ? 'yes' : '')),
  ])
  expect(rowsOf('Side effects')).toEqual(declared)
})

test('its defects are those of the specimen', () => {
  expect(Object.fromEntries(rowsOf('Defects of the specimen'))).toEqual(DEFECTS)
})
