/** The same build on both sides of an upgrade. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const vacuousUpgrade: DoubtRule = {
  kind: 'vacuous upgrade',
  voids: 'any verdict',
  meaning: 'A service named the same build before and after an upgrade or the way back: nothing was upgraded.',
  find: ({ builds }) =>
    builds.flatMap(({ step, service, when, told: before, at }) => {
      const after = builds.findLast((one) => one.step === step && one.when === 'after')
      if (when !== 'before' || before === undefined || after?.told !== before) return []
      return [{ about: [service, step], lines: [at, after.at], because: `'${before}' before and after` }]
    }),
  inWords: (doubt) => `vacuous upgrade of ${doubt.about[0]} (${doubt.about[1]})${reason(doubt)}`,
}
