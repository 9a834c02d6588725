/** Whether a cursor leads on from where the last read ended. */

import { shownBy } from '../subject.ts'
import { NO_CURSOR, Wrong, type Trial } from '../trial.ts'

export const deltas: Trial = {
  name: 'deltas',
  claim: 'a read of what changed, and one after that, show what was written in between',
  async attempt(subject) {
    const [reader, writer] = [await subject.open(), await subject.open()]
    const full = await subject.readAll(reader)
    if (full.cursor === undefined) return NO_CURSOR
    const first = await subject.create(writer)
    const one = await subject.read(reader, full.cursor)
    if (!shownBy(one, first)) throw new Wrong('a read of what changed does not show a record that was written since')
    if (one.cursor === undefined) throw new Wrong('a read of what changed has no cursor for the next one')
    const second = await subject.create(writer)
    const two = await subject.read(reader, one.cursor)
    if (!shownBy(two, second))
      throw new Wrong('a read of what changed after such a read does not show what was written since')
    return undefined
  },
}
