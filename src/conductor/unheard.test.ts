import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import { failureOf } from './ready.ts'
import { unheard } from './unheard.ts'

async function refused(): Promise<Error> {
  const { promise, resolve } = Promise.withResolvers<Error>()
  connect(1, '127.0.0.1').once('error', resolve)
  return promise
}

test('the end of a connection that nobody listened to is the mistake of whoever wrote the adapter', async () => {
  expect(unheard(await refused())).toMatchObject({
    class: 'usage',
    message: expect.stringMatching(/nobody listened: connect ECONNREFUSED 127\.0\.0\.1:1: .*on\('error', \.\.\.\)$/),
  })
})

test('anything else that nobody caught is ours', () => {
  expect(unheard(new TypeError('x is not a function'))).toMatchObject({ class: 'bug' })
})

test('what broke a run off is what is told of it', async () => {
  const brokenOffBy = (reason: Failure) =>
    failureOf(new Error('aborted'), AbortSignal.abort(reason), new AbortController().signal)
  expect(brokenOffBy(unheard(await refused())).class).toBe('usage')
  expect(brokenOffBy(new Failure('interrupted', 'interrupted'))).toEqual({
    class: 'interrupted',
    because: 'interrupted; everything was healed and removed',
  })
})
