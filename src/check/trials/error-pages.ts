/** Whether answers of somebody else, such as a proxy, are told from answers of the service. */

import type { Stranger, Subject } from '../subject.ts'
import { Wrong, type Trial } from '../trial.ts'

const STRANGERS: readonly Stranger[] = [
  'an error page',
  'a page about a mistake',
  'a page that asks who you are',
  'a page of another kind',
]

export const errorPages: Trial = {
  name: 'error pages',
  claim: 'an answer that is not the service’s own is no empty list, and acknowledges nothing',
  async attempt(subject) {
    // All at once, and the first that is wrong: some clients wait until a stranger hangs up.
    const met = await Promise.allSettled(STRANGERS.map((stranger) => meets(subject, stranger)))
    const wrong = met.find((one) => one.status === 'rejected')
    if (wrong) throw wrong.reason
    return undefined
  },
}

async function meets(subject: Subject, stranger: Stranger): Promise<void> {
  const [read, written] = await Promise.all([
    subject.openTo(stranger, (session) => session.pull()).catch(() => undefined),
    subject.openTo(stranger, (session) => subject.offer(session)).catch(() => undefined),
  ])
  if (read) throw new Wrong(`${stranger} is read as a list of ${read.rows.length} rows: it must throw`)
  if (written?.is === 'acked') throw new Wrong(`${stranger} in answer to a change is called acknowledged`)
}
