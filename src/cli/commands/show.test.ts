/** Records of a run that was really run: one arm has lost some, the other none. */

import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { smallRun } from '../../evidence/testing/small-run.ts'
import type { RecordLife } from '../../judge/index.ts'
import { show } from './show.ts'

let reports: string
let run: string
beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), 'syncdrill-show-'))
  run = await smallRun(reports)
}, 60_000)

let said: string
beforeEach(() => {
  said = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

type Line = RecordLife & { readonly arm: string }

async function asJson(flags: Partial<Parameters<typeof show>[1]> = {}): Promise<readonly Line[]> {
  said = ''
  expect(await show([], { reports, json: true, ...flags })).toBe(0)
  return said
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
}

test('without a name, all that something is wrong with, as the report counts it', async () => {
  const { arms } = JSON.parse(await readFile(join(run, 'report.json'), 'utf8')) as {
    readonly arms: readonly {
      readonly arm: string
      readonly judgement: { readonly fates: { readonly [fate: string]: number } }
    }[]
  }
  const wrong = await asJson()
  for (const { arm, judgement } of arms) {
    const lost = wrong.filter((one) => one.arm === arm && one.fate === 'lost').length
    expect([arm, lost]).toEqual([arm, judgement.fates['lost'] ?? 0])
  }
  expect(wrong.some(({ arm }) => arm === 'before it writes')).toBe(true)
  expect(wrong.some(({ arm }) => arm === 'once it has written')).toBe(false)
  const all = await asJson({ all: true, arm: 'once it has written' })
  expect(all.length).toBeGreaterThan(5)
})

test('filters take what they name, and nothing else', async () => {
  const [one] = await asJson({ arm: 'before it writes' })
  if (!one) throw new Error('nothing was lost')
  const { fate, collection, account, acknowledgedIn: act } = one
  const [device = ''] = one.writtenBy
  const of = (flags: Parameters<typeof asJson>[0]) => asJson({ arm: 'before it writes', all: true, ...flags })
  const count = (await of({})).length
  for (const [flags, holds] of [
    [{ fate }, (life: Line) => life.fate === fate],
    [{ collection }, (life: Line) => life.collection === collection],
    [{ account }, (life: Line) => life.account === account],
    [{ device }, (life: Line) => life.writtenBy.includes(device)],
    [{ act: act ?? '' }, (life: Line) => life.acknowledgedIn === act],
  ] as const) {
    const chosen = await of(flags)
    expect([chosen.length > 0, chosen.every(holds)]).toEqual([true, true])
    expect(chosen.length).toBe((await of({})).filter(holds).length)
    expect(chosen.length).toBeLessThanOrEqual(count)
  }
})

test('a record by its name, with all that happened to it and the entries that say so', async () => {
  const [lost] = await asJson({ arm: 'before it writes', fate: 'lost' })
  if (!lost) throw new Error('nothing was lost')
  said = ''
  await show([lost.record], { reports, arm: 'before it writes' })
  expect(said).toMatch(/^before it writes: 1 of \d+ records\n/)
  expect(said).toContain(`${lost.collection} ${lost.record} of ${lost.account}: lost`)
  expect(said).toMatch(/^ {4}entry +\d+ {2} +\S+ {2}phones-\d+ makes it/m)
  expect(said).toMatch(/the server says: saved/)
  expect(said).toMatch(/killService/)
})

test('what there is not is refused, with what was meant', async () => {
  const [one] = await asJson()
  const name = one?.record ?? ''
  const refused = (records: readonly string[], flags: object) => show(records, { reports, ...flags })
  await expect(refused([`${name}x`], {})).rejects.toThrow(`record '${name}x': expected one of the run's`)
  await expect(refused([`${name}x`], {})).rejects.toThrow(`did you mean '${name}'`)
  const slip = { class: 'usage', message: expect.stringContaining("'lost'?") }
  await expect(refused([], { fate: 'losst' })).rejects.toMatchObject(slip)
  await expect(refused([], { act: 'befor' })).rejects.toThrow(
    "--act 'befor': expected one of these (did you mean 'before'?):",
  )
  await expect(refused([], { arm: 'once it wrote' })).rejects.toThrow("arm 'once it wrote': expected an arm of")
  expect(said).not.toContain('of 0 records')
})
