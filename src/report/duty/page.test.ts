import { describe, expect, test } from 'vitest'
import { madeUpPage } from '../html/testing/made-up.ts'
import { printable } from '../printable.ts'
import { HOSTILE, rendererContract } from '../renderer.contract.ts'
import { toDueDiligence } from './page.ts'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

const readOf = (page: string): string =>
  page
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')

rendererContract({
  name: 'due-diligence page',
  render: (report) => toDueDiligence(report, new Map()),
  read: readOf,
  seen: (text) => printable(text),
})

const pageOf = (stranger?: string) => {
  const { report, page } = madeUpPage({ operations: 100, ...(stranger !== undefined && { stranger }) })
  return toDueDiligence(report, new Map([['one', page]]))
}

describe('the due-diligence page', () => {
  test.each(HOSTILE)('%j makes no element, wherever it stands', (stranger) => {
    const count = (text: string) => text.match(/<[a-z!/]/gi)?.length
    expect(count(pageOf(stranger))).toBe(count(pageOf('as reported')))
  })

  test('answers from the run, and says what it does not show', () => {
    const { report, page, judgement } = madeUpPage({ operations: 100 })
    const told = { words: 'All is well.', step: 'recovery.1', at: 3, ms: 3, lines: [3], because: '1 of 100 are lost' }
    const announcements = [
      { ...told, claims: { kind: 'kept', of: 'everything' } as const, state: 'wrong' as const, wrongForMs: 60_000 },
    ]
    const [arm] = report.arms
    const arms = arm?.judgement ? [{ ...arm, judgement: { ...arm.judgement, announcements } }] : []
    // With a doubt the arm would still have failed: a fail is told, whatever else is open.
    expect(judgement.verdict).toBe('fail')
    const said = readOf(toDueDiligence({ ...report, arms }, new Map([['one', page]]))).replaceAll(/\s+/g, ' ')
    expect(said).toContain('records that were said to be saved are not as they should be')
    expect(said).toContain('"All is well.", which was not so, for 1min (1 of 100 are lost).')
    expect(said).toContain('it was tried and refused')
    expect(said).toContain('Nobody tried to delete copies')
    expect(said).toContain('The data are on san (east); copies are on vault (west).')
    expect(said).toContain('Not shown: nobody wrote down what the provider promises.')
  })

  test('a setting that proves nothing answers nothing', () => {
    const { report } = madeUpPage({ operations: 3 })
    const arms = report.arms.map((arm) =>
      arm.judgement ? { ...arm, judgement: { ...arm.judgement, verdict: 'inconclusive' as const } } : arm,
    )
    const page = toDueDiligence({ ...report, arms }, new Map())
    expect(page).toContain('It proved nothing.')
    expect(page).not.toContain('class="badge is-shown"')
    expect(page).not.toContain('class="badge is-refuted"')
  })

  test('what somebody was asked to do is told as they said it, and shows nothing', () => {
    const { report } = madeUpPage({ operations: 3 })
    const reply = { step: 'recovery.1', reply: 'done', words: 'as of 02:00', by: 'kim', through: 'terminal' } as const
    const asks = [{ ...reply, what: 'Restore us to last night.', time: '2026-12-01T10:00:00.000Z', tookMs: 60_000 }]
    const arms = report.arms.map((arm) =>
      arm.judgement ? { ...arm, judgement: { ...arm.judgement, asks, restores: [], backups: [] } } : arm,
    )
    const said = readOf(toDueDiligence({ ...report, arms }, new Map())).replaceAll(/\s+/g, ' ')
    expect(said).toContain(
      'On 1 December 2026 somebody was asked: "Restore us to last night." Done, by kim: as of 02:00.',
    )
    expect(said).toContain('Not shown On 1 December 2026 somebody was asked')
    expect(said).toContain('What was really done, only those who did it know.')
  })

  test('only what was seen to happen was tried, and every other disaster was not', () => {
    const said = readOf(pageOf()).replaceAll(/\s+/g, ' ')
    const [, tried = '', untried = ''] = /What was tried(.*)What was not tried(.*)/.exec(said) ?? []
    expect(tried).toContain('A disk is lost or damaged.')
    expect(untried).not.toContain('A disk is lost or damaged.')
    expect(untried).toContain('The network fails or is slow.')
    expect(untried).toContain('An upgrade of the service.')
    expect(tried).not.toContain('A restore of the service from a copy.')
  })
})
