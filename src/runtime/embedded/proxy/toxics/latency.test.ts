import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { monotonicMs, Random } from '../../../../kernel/index.ts'
import { latency } from './latency.ts'
import type { Outlet } from './toxic.ts'

// The only clock here is moved by the test: what is late is late by the stage's own doing, on any machine.
beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now())
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function staged(settings: { readonly latency: number; readonly jitter: number }, pass: () => unknown) {
  const outlet: Outlet = { pass, end: () => {}, close: () => {}, reset: () => {}, relieved: () => {} }
  return latency.stage({ name: 'latency', kind: latency, stream: 'upstream', settings }, outlet, new Random('jitter'))
}

test('each piece comes late by its latency, and by no more than the jitter sooner or later', () => {
  const delays: number[] = []
  let takenAt = 0
  const stage = staged({ latency: 40, jitter: 30 }, () => delays.push(monotonicMs() - takenAt))
  for (let turn = 0; turn < 200; turn += 1) {
    takenAt = monotonicMs()
    stage.take(Buffer.from('x'))
    vi.advanceTimersToNextTimer()
  }
  expect(delays).toHaveLength(200)
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...delays)).toBeLessThanOrEqual(70)
  // It swings to either side, and nearly as far as it may.
  expect(Math.min(...delays)).toBeLessThan(15)
  expect(Math.max(...delays)).toBeGreaterThan(65)
})

test('a piece that falls due while the one before is handed on comes next, by a timer that lies ahead', () => {
  const timer = vi.spyOn(globalThis, 'setTimeout')
  const passed: number[] = []
  const stage = staged({ latency: 10, jitter: 0 }, () => {
    passed.push(monotonicMs())
    vi.setSystemTime(Date.now() + 5)
  })
  stage.take(Buffer.from('x'))
  vi.advanceTimersByTime(1)
  stage.take(Buffer.from('y'))
  vi.runAllTimers()
  expect(passed).toHaveLength(2)
  expect(Math.min(...timer.mock.calls.map(([, delay = 0]) => delay))).toBeGreaterThanOrEqual(1)
})
