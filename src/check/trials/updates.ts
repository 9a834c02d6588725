/** Whether an update is read instead of what it replaces. */

import { rowsOf, shownBy } from '../subject.ts'
import { Wrong, type Trial } from '../trial.ts'

export const updates: Trial = {
  name: 'updates',
  claim: 'an update takes the place of what was there',
  async attempt(subject) {
    const session = await subject.open()
    const first = await subject.create(session)
    const second = await subject.update(session, first)
    const view = await subject.readAll(await subject.open())
    const rows = rowsOf(view, first.record)
    if (rows.length > 1) {
      throw new Wrong(
        `after an update the record is there ${rows.length} times (${rows.map(({ id }) => id).join(', ')})`,
      )
    }
    if (shownBy(view, second)) return undefined
    if (shownBy(view, first)) throw new Wrong('an update is acknowledged, and a full read shows the version before it')
    throw new Wrong(`an update is acknowledged, and a full read does not show it under id '${second.id}'`)
  },
}
