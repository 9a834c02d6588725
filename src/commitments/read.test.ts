import { expect, test } from 'vitest'
import { commitmentsIn } from './index.ts'

const OFFER = `format: 1
provider: Example Sync
tier: family
tiers:
  family:
    recoveryPoint: { contacts: 15min }
    recoveryTime:
      contacts: 4h
    restoreOrder: [contacts, calendar]
    retention: 30d
    copies: { number: 2, places: [Dublin], deletableBy: [operators] }
    usersAreTold: { within: 1h }
  free:
    recoveryPoint: 1d
`

test('each promise has its field, its line and its words', () => {
  const { lines, tier, provider } = commitmentsIn(OFFER, 'offer.yaml')
  expect({ tier, provider }).toEqual({ tier: 'family', provider: 'Example Sync' })
  expect(lines.map(({ line, field, promised }) => `${line} ${field}: ${promised}`)).toEqual([
    '6 tiers.family.recoveryPoint.contacts: contacts: at most the last 15min before a disaster are lost',
    '8 tiers.family.recoveryTime.contacts: contacts: back within 4h',
    '9 tiers.family.restoreOrder: restored in the order contacts, calendar',
    '10 tiers.family.retention: copies are kept for 30d',
    '11 tiers.family.copies.number: 2 copies beside the data itself, each on a disk of its own',
    '11 tiers.family.copies.places[0]: a copy in Dublin',
    '11 tiers.family.copies.deletableBy: copies can be deleted by operators and nobody else',
    '12 tiers.family.usersAreTold.within: users are told within 1h',
    '14 tiers.free.recoveryPoint: everything: at most the last 1d before a disaster are lost',
  ])
})

test.each([
  ['contacts: 4h', 'contacts: 4', "line 8: tiers.family.recoveryTime.contacts: expected a duration such as '90s'"],
  ['recoveryTime:', 'recoveryTme:', 'line 7: tiers.family: expected recoveryPoint, recoveryTime, '],
  ['number: 2', 'number: 0', 'line 11: tiers.family.copies.number: expected a whole number of at least 1, got 0'],
  ['tier: family', 'tier: famly', "line 3: tier: expected family, free (did you mean 'family'?), got 'famly'"],
  ['tier: family\n', '', 'line 1: tier: expected the tier that the accounts are on (family, free), got nothing'],
  ['format: 1', 'format: 2', 'line 1: format: expected 1, the only format that there is, got 2'],
  ['[contacts, calendar]', '[contacts, contacts]', 'line 9: tiers.family.restoreOrder: expected each name once'],
  ['30d', '&days 30d', 'line 10: expected no anchors and no aliases'],
  ['30d', '!!binary 30d', 'line 10: expected YAML: Unresolved tag'],
  ['Example Sync', 'a\nprovider: b', 'line 3: expected YAML: Map keys must be unique'],
  ['    recoveryPoint: 1d', '', 'line 13: tiers.free: expected what is promised: '],
])('%j written as %j is one sentence with its place', (right, wrong, said) => {
  expect(() => commitmentsIn(OFFER.replace(right, wrong), 'offer.yaml')).toThrow(`offer.yaml, ${said}`)
})

test('a file that stands for gigabytes is not read', () => {
  expect(() => commitmentsIn(' '.repeat(300_000), 'offer.yaml')).toThrow('expected at most 262144 bytes')
})
