/** Whether a connection that ends without an answer is told from a refusal, and from an empty account. */

import { Wrong, type Trial } from '../trial.ts'

export const hangUps: Trial = {
  name: 'hang-ups',
  claim: 'a connection that ends without an answer is no refusal, no acknowledgement and no empty list',
  async attempt(subject) {
    const [read, written] = await Promise.all([
      subject.openTo('nobody', (session) => session.pull()).catch(() => undefined),
      subject.openTo('nobody', (session) => subject.offer(session)).catch(() => undefined),
    ])
    if (read)
      throw new Wrong(`a read that was hung up on comes back as a list of ${read.rows.length} rows: it must throw`)
    if (written === undefined || written.is === 'indeterminate') return undefined
    throw new Wrong(
      `a change that was hung up on is called ${written.is === 'acked' ? 'acknowledged' : 'rejected'}: ` +
        'nobody knows whether it was carried out',
    )
  },
}
