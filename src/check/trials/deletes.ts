/** Whether a delete is carried out, and told to who reads changes only. */

import { rowsOf } from '../subject.ts'
import { NO_CURSOR, Wrong, type Trial } from '../trial.ts'

export const deletes: Trial = {
  name: 'deletes',
  claim: 'a deleted record is gone, and devices are told',
  async attempt(subject) {
    const [session, other] = [await subject.open(), await subject.open()]
    const saved = await subject.create(session)
    const { cursor } = await subject.readAll(other)
    await subject.remove(session, saved)
    const view = await subject.readAll(await subject.open())
    if (rowsOf(view, saved.record).length > 0)
      throw new Wrong('a delete is acknowledged, and a full read shows the record')
    if (cursor === undefined) return NO_CURSOR
    const changes = await subject.read(other, cursor)
    if (changes.kind === 'full') {
      if (rowsOf(changes, saved.record).length === 0) return undefined
      throw new Wrong('a delete is acknowledged, and a read with a cursor shows the record')
    }
    const told = changes.rows.some(({ id, body }) => id === saved.id && body === undefined)
    if (told) return undefined
    throw new Wrong('a read of what changed says nothing of a delete: a device would keep the record for good')
  },
}
