import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addLog, ATTEMPTS, attemptsIn, beginAttempt, endAttempt, placeOf } from './attempts.ts'
import type { Order } from './order.ts'

const facts = { planHash: 'p', runtime: 'embedded', started: '2026-11-24T04:10:22.000Z' }

async function logIn(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'syncdrill-attempts-')), ATTEMPTS)
}

function orderFor(attempts: string, run: string, arm: string): Order {
  return { file: 'x.drill.ts', arm, seed: 7, run, folder: `/reports/x/${run}/${arm}`, attempts }
}

/** An attempt that was broken off, and one that passed. */
async function twoIn(run: string): Promise<string> {
  const path = await logIn()
  await beginAttempt(orderFor(path, `${run}-0`, 'one'), facts)
  expect(await beginAttempt(orderFor(path, run, 'one'), facts)).toBe(2)
  await endAttempt(orderFor(path, run, 'one'), 'pass')
  return readFile(path, 'utf8')
}

test('logs of several machines become one, in which each counts by itself', async () => {
  const path = await logIn()
  const [first, second] = [await twoIn('a'), await twoIn('b')]
  await addLog(path, first)
  await addLog(path, second)
  const { begun, over } = attemptsIn(await readFile(path, 'utf8'))
  expect(begun.map(({ attempt, log }) => [attempt, log, placeOf(attempt, begun)])).toEqual([
    ['a-0/one', 'a-0/one', 1],
    ['a/one', 'a-0/one', 2],
    ['b-0/one', 'b-0/one', 1],
    ['b/one', 'b-0/one', 2],
  ])
  expect([...over.keys()]).toEqual(['a/one', 'b/one'])
  expect(await beginAttempt(orderFor(path, 'c', 'one'), facts)).toBe(1)
})

test('what is there already is not added once more, whichever way it came', async () => {
  const [path, other] = [await logIn(), await logIn()]
  const text = await twoIn('a')
  await addLog(path, text)
  const once = await readFile(path, 'utf8')
  await addLog(path, text)
  await addLog(other, once)
  await addLog(path, await readFile(other, 'utf8'))
  expect(await readFile(path, 'utf8')).toBe(once)
})

test('a line that was taken out of one of them moves those after it', async () => {
  const path = await logIn()
  await addLog(path, await twoIn('a'))
  await writeFile(path, (await readFile(path, 'utf8')).split('\n').slice(1).join('\n'))
  const { begun } = attemptsIn(await readFile(path, 'utf8'))
  expect(placeOf('a/one', begun)).toBe(1)
  expect(placeOf('a-0/one', begun)).toBe(0)
})

test('a log of something else is refused, and nothing of it is added', async () => {
  const path = await logIn()
  await expect(addLog(path, `${await twoIn('a')}{"is":"else"}\n`)).rejects.toThrow(
    'log of attempts: line 4: expected an attempt that began or was over',
  )
  await expect(readFile(path)).rejects.toThrow('ENOENT')
})
