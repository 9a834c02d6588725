import { expect, test } from 'vitest'
import { keepLoopbackDirect } from './loopback.ts'

const LOOPBACK = 'localhost,127.0.0.1,::1,[::1]'

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['nothing was excepted', {}, LOOPBACK],
  ['something was', { NO_PROXY: 'corp.example, 127.0.0.1' }, `corp.example,127.0.0.1,localhost,::1,[::1]`],
  ['both are set: programs read the small one first', { NO_PROXY: 'a', no_proxy: 'b' }, `b,${LOOPBACK}`],
])('loopback is excepted from proxies: %s', (_, env, excepted) => {
  keepLoopbackDirect(env)
  expect(env).toEqual({ NO_PROXY: excepted, no_proxy: excepted })
})

test('who excepts everything is left alone', () => {
  const env = { NO_PROXY: '*' }
  keepLoopbackDirect(env)
  expect(env).toEqual({ NO_PROXY: '*' })
})
