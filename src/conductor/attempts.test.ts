/** What the log of attempts says of runs that ended, that broke off, and that began together. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import { attemptsIn, beginAttempt, endAttempt, lastRehearsal } from './attempts.ts'
import { lockOf } from './lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'syncdrill-attempts-'))
const facts = { planHash: 'abc', runtime: 'embedded', started: '2026-11-24T04:10:22.000Z' }

function orderOf(run: string, attempts: string | undefined = join(folder, 'a', 'attempts.jsonl')) {
  const where = { file: '/a.drill.ts', arm: 'one arm', seed: 7, run, folder: `/reports/a/${run}/one-arm` }
  return { ...where, challenge: 'of today', ...(attempts !== undefined && { attempts }) }
}

test('every attempt is there, in its place, however it ended', async () => {
  const path = join(folder, 'a', 'attempts.jsonl')
  expect(await beginAttempt(orderOf('r1'), facts)).toBe(1)
  expect(await beginAttempt(orderOf('r2'), facts)).toBe(2)
  await endAttempt(orderOf('r2'), 'fail')
  const together = await Promise.all(['r3', 'r4', 'r5', 'r6'].map((run) => beginAttempt(orderOf(run), facts)))
  expect(new Set(together)).toEqual(new Set([3, 4, 5, 6]))
  const { begun, over } = attemptsIn(readFileSync(path, 'utf8'))
  expect(begun).toHaveLength(6)
  expect(begun[1]).toEqual({
    is: 'begun',
    attempt: 'r2/one-arm',
    arm: 'one arm',
    seed: 7,
    challenge: 'of today',
    ...facts,
  })
  expect([...over.values()]).toEqual([{ is: 'over', attempt: 'r2/one-arm', how: 'fail' }])
})

test('no log is kept where none was asked for', async () => {
  const { attempts: _, ...order } = orderOf('r1')
  expect(await beginAttempt(order, facts)).toBeUndefined()
})

test('a log that somebody wrote into is refused by its line, and one that cannot be written by its path', async () => {
  expect(() => attemptsIn('{"is":"over","attempt":"r/a","how":"well"}\n')).toThrow(/^log of attempts: line 1: expected/)
  expect(() => attemptsIn('\nx')).toThrow(/line 2: .* got 'x'$/)
  writeFileSync(join(folder, 'file'), '')
  const refused = await beginAttempt(orderOf('r1', join(folder, 'file', 'attempts.jsonl')), facts).catch(String)
  expect(refused).toMatch(/attempts\.jsonl: cannot be written/)
  await expect(beginAttempt(orderOf('r1', join(folder, 'file', 'x')), facts)).rejects.toBeInstanceOf(Failure)
})

test('the lock file is the nearest', async () => {
  writeFileSync(join(folder, 'yarn.lock'), 'abc')
  const sha = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(await lockOf(join(folder, 'a', 'scenarios'))).toBe(`yarn.lock sha256:${sha}`)
  expect(await lockOf('/proc')).toBeUndefined()
})

test('the last rehearsal of this very plan counts, and no run of it, nor a rehearsal of another', async () => {
  const path = join(folder, 'rehearsed', 'attempts.jsonl')
  const rehearse = { by: '--yes', decisions: {} }
  const begin = (run: string, started: string, own: Partial<typeof facts> = {}, how: object = { rehearse }) =>
    beginAttempt({ ...orderOf(run, path), ...how }, { ...facts, started, ...own })
  expect(await lastRehearsal({ attempts: path }, 'abc')).toBeUndefined()
  await begin('r1', 'monday')
  await endAttempt(orderOf('r1', path), 'pass')
  await begin('r2', 'tuesday', { planHash: 'another' })
  await begin('r3', 'wednesday', {}, {})
  expect(await lastRehearsal({ attempts: path }, 'abc')).toEqual({ started: 'monday', how: 'pass' })
  await begin('r4', 'thursday')
  expect(await lastRehearsal({ attempts: path }, 'abc')).toEqual({ started: 'thursday', how: 'broken off' })
})
