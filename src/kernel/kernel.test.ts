import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DrillClock,
  exitCodeOf,
  Failure,
  firstOf,
  fractionOf,
  inWords,
  bytesOf,
  kilobytesPerSecondOf,
  msOf,
  Random,
  reasonOf,
  until,
  type Duration,
  type Rate,
  type Size,
  type Share,
} from './index.ts'

describe('units', () => {
  test.each([
    ['90s', 90_000],
    ['15min', 900_000],
    ['1d', 86_400_000],
    ['0.5h', 1_800_000],
    ['250ms', 250],
  ] as const)('%s is %d ms', (text, ms) => expect(msOf(text)).toBe(ms))

  test.each(['15', '1 day', '-3s', 's', '1w', ''])("'%s' is refused by name", (text) => {
    expect(() => msOf(text as Duration, 'recoveryPoint.within')).toThrow(
      `recoveryPoint.within: expected a duration such as '90s', '15min' or '1d', got '${text}'`,
    )
  })

  test.each(['101%', '0.6', '-1%', '%'])("'%s' is no share", (text) => {
    expect(() => fractionOf(text as Share, 'share')).toThrow(Failure)
  })

  test('shares are fractions', () =>
    expect([fractionOf('25%'), fractionOf('0%'), fractionOf('100%')]).toEqual([0.25, 0, 1]))

  test('sizes are whole bytes', () => {
    expect([bytesOf('100B'), bytesOf('64kB'), bytesOf('2MB')]).toEqual([100, 64_000, 2_000_000])
    for (const text of ['0B', '1.5kB', '10', 'kB'])
      expect(() => bytesOf(text as Size, 'sliceLink: of')).toThrow(
        `sliceLink: of: expected a size such as '100B' or '64kB'`,
      )
  })

  test('rates are kilobytes a second', () =>
    expect([kilobytesPerSecondOf('64kB/s'), kilobytesPerSecondOf('2MB/s')]).toEqual([64, 2_000]))

  test.each(['0kB/s', '64', '64KB/s', '1.5MB/s', '-1kB/s', '64kB'])("'%s' is no rate", (text) => {
    expect(() => kilobytesPerSecondOf(text as Rate, 'throttleLink: rate')).toThrow(
      `throttleLink: rate: expected a rate such as '64kB/s' or '2MB/s', got '${text}'`,
    )
  })

  test.each([
    [12, '12ms'],
    [1_234, '1.2s'],
    [59_000, '59s'],
    [90_000, '1min 30s'],
    [90_061_000, '1d 1h'],
  ])('%d ms in words: %s', (ms, words) => expect(inWords(ms)).toBe(words))
})

describe('random', () => {
  test('a path always draws the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (path, count) => {
        const [one, two] = [new Random(path), new Random(path)]
        for (let drawn = 0; drawn < count; drawn += 1) expect(one.fraction()).toBe(two.fraction())
      }),
    )
  })

  test('a fork depends on its name, not on what was drawn before it', () => {
    const [fresh, used] = [new Random('7'), new Random('7')]
    used.fraction()
    used.fork('devices').fraction()
    expect(used.fork('faults').integer(0, 1e9)).toBe(fresh.fork('faults').integer(0, 1e9))
    expect(fresh.fork('a').integer(0, 1e9)).not.toBe(fresh.fork('b').integer(0, 1e9))
  })

  test('a shuffle keeps every element and leaves the list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (list, seed) => {
        const before = [...list]
        expect(new Random(String(seed)).shuffle(list).toSorted((a, b) => a - b)).toEqual(
          before.toSorted((a, b) => a - b),
        )
        expect(list).toEqual(before)
      }),
    )
  })

  test('every value of a small range is drawn', () => {
    const random = new Random('range')
    expect(new Set(Array.from({ length: 200 }, () => random.integer(3, 7)))).toEqual(new Set([3, 4, 5, 6, 7]))
  })
})

describe('waiting', () => {
  test('ends as soon as there is an answer', async () => {
    let asked = 0
    expect(await until(() => (asked += 1) === 3 && 'there', { what: 'it', atMostMs: 5_000, everyMs: 1 })).toBe('there')
    expect(asked).toBe(3)
  })

  test('names what it waited for and the last reason', async () => {
    const never = () => {
      throw new Error('connect\n  ECONNREFUSED')
    }
    await expect(until(never, { what: 'sync to answer /health', atMostMs: 5, everyMs: 1 })).rejects.toThrow(
      'waited 5 ms for sync to answer /health: connect ECONNREFUSED',
    )
  })
})

test('drill time moves forward only', () => {
  const clock = new DrillClock()
  clock.advance(5)
  expect(clock.ms).toBe(5)
  expect(() => clock.advance(-1)).toThrow('forward only')
  expect(() => clock.advance(Number.NaN)).toThrow('forward only')
})

test('of an error that tidying up made worse, the first is told, and is how the process ends', () => {
  const first = new Failure('environment', 'the disk is full')
  const both = new SuppressedError(new Error('so is its last line'), first)
  const three = new SuppressedError(new Error('and so on'), both)
  expect([reasonOf(three), exitCodeOf(three), firstOf(three)]).toEqual(['the disk is full', 4, first])
})
