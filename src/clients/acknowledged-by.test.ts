import { expect, test } from 'vitest'
import { acknowledgedBy } from './index.ts'

const refused = (error: Error) => error.message.startsWith('conflict')

test('settled is acked, with what the library tells of it', async () => {
  expect(await acknowledgedBy(Promise.resolve('r7'))).toEqual({ is: 'acked' })
  expect(await acknowledgedBy(Promise.resolve('r7'), { as: (tag) => ({ tag }) })).toEqual({ is: 'acked', tag: 'r7' })
})

test('refused by the service is rejected; anything else nobody knows', async () => {
  const outcome = (message: string) => acknowledgedBy(Promise.reject(new Error(message)), { refused })
  expect(await outcome('conflict: 3')).toEqual({ is: 'rejected', why: 'conflict: 3' })
  expect(await outcome('socket closed')).toEqual({ is: 'indeterminate', why: 'socket closed' })
  expect(await acknowledgedBy(Promise.reject(new Error('conflict')))).toMatchObject({ is: 'indeterminate' })
})

test('a mistake in the adapter is no answer of the service', async () => {
  await expect(acknowledgedBy(Promise.reject(new TypeError('undefined is not a function')))).rejects.toThrow(TypeError)
})
