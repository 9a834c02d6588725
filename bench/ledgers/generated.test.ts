import { expect, test } from 'vitest'
import { judge } from '../../src/judge/index.ts'
import type { Stamped } from '../../src/ledger/index.ts'
import { generated } from './generated.ts'

const SIZE = 3_000

test('an honest ledger passes, and what could be planted in it is named', () => {
  const { verdict, doubts, promises, control } = judge(generated(SIZE).entries)
  expect(promises.flatMap(({ findings }) => findings.map(({ because }) => because))).toEqual([])
  expect([verdict, doubts]).toEqual(['pass', []])
  expect(control.mutants.filter(({ state }) => state === 'missed')).toEqual([])
  expect(control.mutants.filter(({ state }) => state === 'named').length).toBeGreaterThan(10)
})

test('the one loss that was planted is found, and nothing else', () => {
  const { entries, lost } = generated(SIZE, { loses: true })
  const { verdict, promises } = judge(entries)
  expect(verdict).toBe('fail')
  const findings = promises.flatMap((one) => one.findings)
  expect(findings.map(({ promise, finding, record }) => [promise, finding, record])).toEqual([
    ['nothingAcknowledgedIsLost', 'unrecoverable', lost()],
  ])
})

test('it has about seven entries an operation, of every kind that a run writes many of', () => {
  const counts = countsOf(generated(SIZE).entries)
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  expect(all / SIZE).toBeGreaterThan(6.5)
  expect(all / SIZE).toBeLessThan(7.5)
  const many = ['intent', 'edit', 'sent', 'answered', 'given up', 'view', 'row', 'viewed']
  expect(Object.keys(counts)).toEqual(expect.arrayContaining([...many, 'restore', 'witness', 'quiesced', 'end']))
})

test('nobody is shown a row of another account', () => {
  const owners = new Map<string, string>()
  const accounts = new Map<number, string>()
  const leaks: string[] = []
  for (const entry of generated(SIZE).entries) {
    if (entry.is === 'edit') owners.set(entry.record, entry.account)
    if (entry.is === 'view') accounts.set(entry.view, entry.party.account)
    if (entry.is === 'row' && owners.get(entry.record ?? '') !== accounts.get(entry.view)) leaks.push(entry.id)
  }
  expect(leaks).toEqual([])
})

test('the same size and seed give the same entries, another seed gives others', () => {
  const text = (seed: number) => JSON.stringify([...generated(200, { seed }).entries])
  expect(text(1)).toBe(text(1))
  expect(text(1)).not.toBe(text(2))
})

function countsOf(entries: Iterable<Stamped>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { is } of entries) counts[is] = (counts[is] ?? 0) + 1
  return counts
}
