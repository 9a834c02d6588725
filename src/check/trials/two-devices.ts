/** Whether two devices of one account meet. */

import { shownBy } from '../subject.ts'
import { Wrong, type Trial } from '../trial.ts'

export const twoDevices: Trial = {
  name: 'two devices',
  claim: 'two devices of an account see what the other one wrote, and may build on it',
  async attempt(subject) {
    const [one, other] = [await subject.open(), await subject.open()]
    const [mine, theirs] = [await subject.readAll(one), await subject.readAll(other)]
    const first = await subject.create(one)
    const seen = shownBy(await subject.read(other, theirs.cursor), first)
    if (!seen) throw new Wrong('a second device that has read before does not see what the first one wrote then')
    const second = await subject.update(other, { ...first, id: seen.id, ...(seen.tag && { tag: seen.tag }) })
    const back = shownBy(await subject.read(one, mine.cursor), second)
    if (!back) throw new Wrong('the first device does not see how the second one changed its record')
    return undefined
  },
}
