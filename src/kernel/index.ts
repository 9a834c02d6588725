/** Time, seeded randomness, units, waiting, and errors with exit classes. */

export { authorityOf, CERTIFIED_NAME } from './authority.ts'
export { DrillClock, monotonicMs, wallTime } from './clock.ts'
export { EXIT, exitCodeOf, Failure, firstOf, reasonOf, type FailureClass } from './failure.ts'
export { inParallel } from './in-parallel.ts'
export { keepLoopbackDirect } from './loopback.ts'
export { didYouMean } from './nearest.ts'
export { printable } from './printable.ts'
export { freshSeed, Random, seedFrom, uniqueName } from './random.ts'
export {
  bytesOf,
  counted,
  fractionOf,
  inWords,
  kilobytesPerSecondOf,
  msOf,
  partOf,
  type Duration,
  type Rate,
  type Share,
  type Size,
} from './units.ts'
export { REDACTED, withheld } from './redactor.ts'
export { until } from './until.ts'
export { within } from './within.ts'
export { writeWhole } from './whole-files.ts'
