import { expect, test } from 'vitest'
import type { Plan } from '../../ledger/index.ts'
import { Story } from '../testing/story.ts'

const planOf = (san: readonly string[], vault: readonly string[]): Plan => ({
  services: [{ name: 'sync', versions: ['v1'], start: 'v1', data: { '/data': 'san' }, domains: [] }],
  volumes: [
    { name: 'san', domains: san },
    { name: 'vault', domains: vault },
  ],
  domains: [],
  links: [],
  clients: [{ name: 'api', service: 'sync', carries: ['notes'] }],
  backups: [],
  devices: [],
  accounts: [],
  steps: [],
})

function cutOf(san: readonly string[], vault: readonly string[], copies: readonly string[]): number | undefined {
  const story = new Story().tell({ is: 'plan', plan: planOf(san, vault) }).edit('d1.1', 'r1')
  for (const volume of copies)
    story.tell({ is: 'copy', backup: 'b', copy: `on ${volume}`, volume, state: 'claimed ok' })
  return story.strike().ends(['d1.1']).judged().metrics.minimumCut.notes
}

test.each([
  ['one volume, no copy', [], [], [], 1],
  ['a copy on the same volume', [], [], ['san'], 1],
  ['a copy on another volume', [], [], ['vault'], 2],
  ['a copy in the same building', ['east'], ['east'], ['vault'], 1],
  ['a copy in another town', ['east'], ['west'], ['vault'], 2],
  ['a copy in another town, under the same credential', ['east', 'root'], ['west', 'root'], ['vault'], 1],
])('%s', (_, san, vault, copies, cut) => expect(cutOf(san, vault, copies)).toBe(cut))
