/** A made-up run of any size, with its page: what a drill would have written, without running one. */

import type { Plan } from '../../../ledger/index.ts'
import { Story } from '../../../judge/testing/story.ts'
import { PRESET_NAMES } from '../../../records/index.ts'
import { reportOf } from '../../report.ts'
import { pageOf } from '../model.ts'
import { toHtml } from '../page.ts'

const PLAN: Plan = {
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
  clients: [{ name: 'api', service: 'sync', carries: PRESET_NAMES }],
  backups: [{ name: 'nightly', of: 'sync', to: 'vault', every: 86_400_000 }],
  devices: [],
  accounts: ['a1'],
  steps: [{ id: 'disaster.1', act: 'disaster', name: 'inject', injury: 'zeroPages', label: 'inject(zeroPages(san))' }],
}

const COLLECTIONS_AT = PRESET_NAMES.filter((one) => one !== 'scores')

export interface MadeUp {
  readonly operations: number
  /** Stands wherever text of the system under test can stand. */
  readonly stranger?: string
}

/** A hundredth of all records is lost, and one in ten was refused or never answered first. */
function madeUpStory({ operations, stranger: said }: MadeUp): Story {
  const stranger = said ?? 'as reported'
  const story = new Story({ verdict: 'fail' }).tell({ is: 'plan', plan: PLAN })
  const tokens: string[] = []
  story.phase('before', (all) => {
    for (let place = 1; place <= operations; place += 1) {
      const token = `d${1 + (place % 2)}.${place}`
      const record = `rec-${String(place).padStart(6, '0')}${place === 1 ? stranger : ''}`
      all.passes(1_000).edit(token, record, { collection: COLLECTIONS_AT[place % 5] ?? 'notes' })
      if (place % 10 === 0) all.again(token, place % 20 === 0 ? 'rejected' : 'indeterminate')
      tokens.push(token)
    }
  })
  story.tell({ is: 'service', service: 'sync', version: 'v1', state: 'started' })
  if (said !== undefined) {
    const ended = { is: 'service', service: 'sync', version: 'v1' } as const
    story.tell({ ...ended, state: 'failed', because: said, tail: [said, `${said} again`] })
    story.tell({ ...ended, state: 'started', by: 'supervisor' })
  }
  story.tell({ is: 'copy', backup: 'nightly', copy: 'c1', volume: 'vault', state: 'claimed ok', because: stranger })
  story.phase('disaster', (all) => {
    all.step('disaster.1', (step) => step.strike().injures('zeroPages', [{ kind: 'volume', volume: 'san' }]))
    all.server([], { state: 'unreadable' })
  })
  story.tell({ is: 'restore', step: 'recovery.1', from: 'copy', copy: 'c1', state: 'refused', because: stranger })
  story.tell({ is: 'gate', step: 'recovery.2', question: 'verifies', answer: 'stop', because: stranger })
  return story.ends(tokens.filter((_, place) => place % 100 !== 0))
}

export function madeUpPage(madeUp: MadeUp) {
  const story = madeUpStory(madeUp)
  const judgement = story.judged()
  const facts = {
    drill: 'made-up',
    file: 'scenarios/made-up.drill.ts',
    title: madeUp.stranger ?? 'Made up',
    story: madeUp.stranger ?? 'Nothing of this happened.',
    sources: [],
    seed: 1,
    run: '20261124T000000-0000',
    started: '2026-11-24T00:00:00.000Z',
    durationMs: 1_000,
    runtime: 'embedded',
    because: 'it was made up',
    versions: {},
  }
  const arm = { arm: 'one', row: { backupOn: 'san' }, folder: 'one/', durationMs: 1_000, phases: [], judgement }
  const report = reportOf(facts, [{ ...arm, expected: { verdict: 'fail' } }])
  const page = pageOf(story.entries, judgement)
  return { page, report, judgement, text: toHtml(report, new Map([['one', page]])) }
}
