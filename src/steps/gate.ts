/** Go or stop: a question is answered during the run, and one of two branches is taken. */

import { demand, isThereAStep } from './demand.ts'
import type { Question } from './question.ts'
import type { Step, Steps } from './step.ts'

/**
 * Both branches are in the plan; the steps of the one that is not taken are recorded as skipped. Refused: no steps in
 * either.
 *
 * @example gate(verifies(nightly), { go: [upgrade(sync, 'v2')], stop: [takeBackup(nightly)] })
 */
export function gate(question: Question, then: { readonly go?: Steps; readonly stop?: Steps }): Step {
  const { go = [], stop = [] } = then
  const { ongoing, needs } = question
  return {
    is: 'step',
    name: 'gate',
    takes: false,
    ...(ongoing && { ongoing }),
    ...(needs && { needs }),
    describe: (names) => [question.describe(names)],
    check() {
      demand(isThereAStep([...go, ...stop]), 'then', 'steps to go on with, or to stop with', 'none')
      question.check?.()
    },
    inside: () => [
      { branch: 'go', steps: go },
      { branch: 'stop', steps: stop },
    ],
    async run(stage, own, walk) {
      const { answer, because } = await question.answer(stage, own, walk)
      const { ledger } = stage
      ledger.append({ is: 'gate', step: own.id, question: question.name, answer, because })
      for (const { id } of own.children.filter(({ branch }) => branch !== answer)) {
        ledger.append({ is: 'step', step: id, state: 'skipped', because: `the gate said ${answer}` })
      }
      await walk.walk(own.children.filter(({ branch }) => branch === answer))
      return { state: 'end', because: `${answer}: ${because}` }
    },
  }
}
