import { expect, test } from 'vitest'
import type { Duration } from '../kernel/index.ts'
import { service } from '../site/index.ts'
import { compile } from './compile.ts'
import type { Drill } from './drill.ts'
import { drillOf, refusal } from './fixture.ts'

const limited = (limits: object): Drill => ({ ...drillOf(() => ({})), limits })

test('limits are planned, those of the drill beside those that hold for any', () => {
  const { plan } = compile(limited({ step: '90min' }), { file: '/x/some.drill.ts', arm: 'one', seed: 1 })
  expect(plan.limits).toEqual({
    ready: { sync: 60_000 },
    answer: 10_000,
    quiesce: 90_000,
    step: 5_400_000,
    arm: 21_600_000,
  })
})

test('a limit that there is not, or that is no duration, is refused by name', () => {
  expect(refusal(limited({ quiese: '2min' }))).toContain(
    "limits: expected some of answer, quiesce, step, arm, got 'quiese'",
  )
  expect(refusal(limited({ arm: '2 hours' }))).toContain("limits: arm: expected a duration such as '90s'")
  const within = 'soon' as Duration
  expect(() => service({ versions: { '1': {} }, start: '1', ready: { http: '/' }, within })).toThrow(
    "service: within: expected a duration such as '90s', '15min' or '1d', got 'soon'",
  )
})
