/** Whether records can be written at all, collection by collection. */

import type { Trial } from '../trial.ts'

export const writes: Trial = {
  name: 'writes',
  claim: 'a new record of each collection is acknowledged',
  async attempt(subject) {
    const session = await subject.open()
    for (const one of subject.carries) await subject.create(session, one)
    return undefined
  },
}
