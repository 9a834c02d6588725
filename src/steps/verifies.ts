/** What a gate can ask: is the newest copy good? */

import type { EngineBackup } from '../backups/index.ts'
import { inWords } from '../kernel/index.ts'
import type { Answer } from '../judge/index.ts'
import { tryCopy } from '../stage/clean-rooms.ts'
import type { Stage } from '../stage/index.ts'
import { judgedSoFar } from './judging.ts'
import type { Question } from './question.ts'

/**
 * The newest copy is restored into a clean room and compared with what was acknowledged before it began. Stop, where
 * there is none, or where it is older than its schedule allows. An answer of no withdraws the claim that it is good.
 *
 * @example gate(verifies(nightly), { go: [upgrade(sync, 'v2')] })
 */
export function verifies(backup: EngineBackup): Question {
  return {
    is: 'question',
    name: 'verifies',
    needs: ['copies'],
    describe: (names) => ({ call: 'verifies', args: [names.of(backup)] }),
    answer: (stage) => lookAtNewest(stage, backup),
  }
}

async function lookAtNewest(stage: Stage, backup: EngineBackup): Promise<Answer> {
  const { copies, clock, ledger } = stage
  const newest = copies.newest(backup)
  if (!newest) return { answer: 'stop', because: 'there is no copy' }
  const ageMs = clock.ms - newest.drillMs
  if (backup.everyMs !== undefined && ageMs >= backup.everyMs) {
    return { answer: 'stop', because: `the newest copy, ${newest.copy}, is ${inWords(ageMs)} old` }
  }
  await tryCopy(stage, newest, 'gate')
  const answer = await judgedSoFar(ledger, ({ copyAnswer }, entries) => copyAnswer(entries, newest.copy))
  if (answer.answer === 'stop') copies.withdraw(newest, answer.because)
  return answer
}
