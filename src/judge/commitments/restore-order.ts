/** Collections come back in this order. Shown only where each of them was opened to devices by a restore. */

import { restoreTimes } from '../measures/restores.ts'
import { notShown, refuted, shown, type Rule } from './answer.ts'

export const restoreOrder: Rule<'restore order'> = ({ history }, { order }) => {
  const times = restoreTimes(history)
  for (const [place, earlier] of order.entries()) {
    for (const later of order.slice(place + 1)) {
      const [one, other] = [times.get(earlier), times.get(later)]
      if (one && other && one.at > other.at) {
        return refuted(`${later} were served before ${earlier}`, [other.at, one.at])
      }
    }
  }
  const missing = order.filter((name) => !times.has(name))
  if (missing.length === order.length) return notShown('nothing was restored collection by collection')
  if (missing.length > 0) return notShown(`${missing.join(', ')} were not restored by themselves`)
  if (order.length === 1) return notShown('one collection has no order')
  return shown(
    'each was served in its turn',
    order.flatMap((name) => times.get(name)?.at ?? []),
  )
}
