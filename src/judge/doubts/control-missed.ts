/** A planted damage that the judge did not name. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const controlMissed: DoubtRule = {
  kind: 'negative control',
  voids: 'a pass',
  meaning:
    'After a pass, damage is planted in this very run and judged again. One was not named: this run could have lost ' +
    'data without failing.',
  // Known once a pass has been controlled.
  find: () => [],
  inWords: (doubt) => `negative control: ${doubt.about[0]}${reason(doubt)}`,
}
