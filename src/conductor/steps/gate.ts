/** Go or stop: a question is answered from the ledger and from what is read now, and one of two branches is taken. */

import { canaryAnswer, copyAnswer, type Answer } from '../../judge/index.ts'
import { inWords } from '../../kernel/index.ts'
import { readLedger } from '../../ledger/index.ts'
import type { CompiledStep, Question, StepDetails } from '../../drill/index.ts'
import { tryCopy } from '../clean-rooms.ts'
import type { Stage } from '../stage.ts'
import { take, walk, type StepEnd } from './index.ts'

type Canary = Extract<Question, { asks: 'canaryKeeps' }>
type Verifies = Extract<Question, { asks: 'verifies' }>

export async function doGate(
  stage: Stage,
  step: CompiledStep,
  { question }: Extract<StepDetails, { does: 'gate' }>,
): Promise<StepEnd> {
  const { answer, because } =
    question.asks === 'verifies' ? await verified(stage, question) : await kept(stage, step, question)
  const { ledger } = stage
  ledger.append({ is: 'gate', step: step.id, question: question.asks, answer, because })
  for (const { id } of step.children.filter(({ branch }) => branch !== answer)) {
    ledger.append({ is: 'step', step: id, state: 'skipped', because: `the gate said ${answer}` })
  }
  await walk(
    stage,
    step.children.filter(({ branch }) => branch === answer),
  )
  return { state: 'end', because: `${answer}: ${because}` }
}

async function kept(stage: Stage, { ongoing }: CompiledStep, { devices, claims }: Canary): Promise<Answer> {
  const { ledger, fleet } = stage
  if (ongoing) await take(stage, ongoing)
  const accounts = [...new Set(fleet.select(devices).map(({ account }) => account))]
  await fleet.serverViews('gate', accounts)
  await ledger.flush()
  return canaryAnswer(readLedger(ledger.path), accounts, claims)
}

/** The newest copy; one that is too old for its schedule does not count as the newest. */
async function verified(stage: Stage, { backup }: Verifies): Promise<Answer> {
  const { copies, clock, ledger } = stage
  const newest = copies.newest(backup)
  if (!newest) return { answer: 'stop', because: 'there is no copy' }
  const ageMs = clock.ms - newest.drillMs
  if (backup.everyMs !== undefined && ageMs >= backup.everyMs) {
    return { answer: 'stop', because: `the newest copy, ${newest.copy}, is ${inWords(ageMs)} old` }
  }
  await tryCopy(stage, newest, 'gate')
  await ledger.flush()
  const answer = copyAnswer(readLedger(ledger.path), newest.copy)
  if (answer.answer === 'stop') copies.withdraw(newest, answer.because)
  return answer
}
