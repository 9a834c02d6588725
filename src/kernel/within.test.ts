import { expect, test } from 'vitest'
import { within } from './within.ts'

test('what hangs is left, and named with its limit; what is in time is awaited, however it ends', async () => {
  const never = new Promise<never>(() => undefined)
  await expect(within(20, 'step disaster.1', never)).rejects.toMatchObject({
    class: 'environment',
    message: 'step disaster.1 took longer than its limit of 20ms',
  })
  expect(await within(60_000, 'it', Promise.resolve(7))).toBe(7)
  await expect(within(60_000, 'it', Promise.reject(new Error('itself')))).rejects.toThrow('itself')
  expect(await within(Number.MAX_SAFE_INTEGER, 'a very long one', Promise.resolve(7))).toBe(7)
})
