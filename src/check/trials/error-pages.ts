/** Whether answers of somebody else, such as a proxy, are told from answers of the service. */

import type { Stranger } from '../subject.ts'
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
    for (const stranger of STRANGERS) {
      const read = await subject.openTo(stranger, (session) => session.pull()).catch(() => undefined)
      if (read) throw new Wrong(`${stranger} is read as a list of ${read.rows.length} rows: it must throw`)
      const written = await subject.openTo(stranger, (session) => subject.offer(session)).catch(() => undefined)
      if (written?.is === 'acked') throw new Wrong(`${stranger} in answer to a change is called acknowledged`)
    }
    return undefined
  },
}
