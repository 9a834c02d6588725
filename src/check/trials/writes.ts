/** Whether records can be written at all, class by class. */

import type { Trial } from '../trial.ts'

export const writes: Trial = {
  name: 'writes',
  claim: 'a new record of each class is acknowledged',
  async attempt(subject) {
    const session = await subject.open()
    for (const one of subject.carries) await subject.create(session, one)
    return undefined
  },
}
