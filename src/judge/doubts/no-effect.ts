/** An injury that nobody saw happen. */

import { reason } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

export const noEffect: DoubtRule = {
  kind: 'fault had no effect',
  voids: 'any verdict',
  meaning:
    'The witness of an injury saw nothing: no operation failed in its window, no process was gone, no byte had ' +
    'changed. An injury counts only once it was witnessed.',
  find: ({ injuries }) =>
    injuries.flatMap(({ name, step, failed, witness, from }) => {
      if (failed !== undefined || witness?.saw === 'effect') return []
      return [{ about: [name, step], lines: [witness?.at ?? from], ...(witness && { because: witness.what }) }]
    }),
  inWords: (doubt) => {
    const what = `${doubt.about[0]} (${doubt.about[1]})`
    return doubt.because === undefined
      ? `fault had no effect: nobody witnessed ${what}`
      : `fault had no effect: ${what}${reason(doubt)}`
  },
}
