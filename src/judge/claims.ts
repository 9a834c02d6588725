/** The claims of all promises, by the name of their function; and which are judged in every drill. */

import * as promises from './promises/index.ts'

export const ALWAYS: readonly string[] = promises.ALWAYS.map((promise) => promise().promise)

export const CLAIMS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    promises.nothingAcknowledgedIsLost(),
    promises.validatedBeforeServing(),
    promises.backupsTellTheTruth(),
    promises.statusIsHonest(),
    ...promises.ALWAYS.map((promise) => promise()),
  ]
    .map(({ promise, claim }) => [promise, claim])
    .concat([
      ['recoveryPoint', 'Only what was acknowledged shortly before the strike may be lost.'],
      ['recoveryTime', 'Each class is back in time.'],
      ['restoredInOrder', 'Classes come back in the declared order.'],
    ]),
)
