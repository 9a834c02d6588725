/** Whether no answer is told from a refusal, and from an empty account. */

import { Failure, within } from '../../kernel/index.ts'
import { Wrong, type Trial } from '../trial.ts'

/** Longer than any adapter should wait for an answer. */
const PATIENCE_MS = 45_000

export const silence: Trial = {
  name: 'silence',
  claim: 'a change without an answer is indeterminate, and a read without one throws',
  async attempt(subject) {
    const [writer, reader] = [await subject.open(), await subject.open()]
    await subject.create(writer)
    await subject.readAll(reader)
    return subject.inSilence(async () => {
      const [pushed, pulled] = await Promise.allSettled([
        within(PATIENCE_MS, 'push without an answer', subject.offer(writer)),
        within(PATIENCE_MS, 'pull without an answer', reader.pull()),
      ])
      for (const { reason } of [pushed, pulled].filter((one) => one.status === 'rejected')) refuseWaiting(reason)
      const said = pushed.status === 'fulfilled' ? pushed.value.is : 'indeterminate'
      if (said === 'acked') throw new Wrong('a change that nobody answered is called acknowledged')
      if (said === 'rejected') {
        throw new Wrong('a change that nobody answered is called rejected: nobody knows whether it was carried out')
      }
      if (pulled.status === 'rejected') return undefined
      const { length } = pulled.value.rows
      throw new Wrong(`a read that nobody answered comes back as a list of ${length} rows: it must throw`)
    })
  },
}

function refuseWaiting(reason: unknown): void {
  if (reason instanceof Failure && reason.class === 'environment') {
    throw new Wrong(`${reason.message}: a device would wait for good`, { cause: reason })
  }
}
