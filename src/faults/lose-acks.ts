/**
 * The request arrives and is carried out; the answer is lost on its way back: a tunnel, a proxy's time limit, a phone
 * that sleeps. On the wire: every nth change has no answer. It heals by ending. Whoever repeats a change under a new
 * key makes it twice.
 *
 * Of HTTP only changes are counted. What anything else says nobody can tell: whenever a device has spoken for the nth
 * time, a read as well as a change, nothing comes back of what the service then says, and the connection is gone.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'

/**
 * Lets the service commit, and drops one in so many answers to a change on its way back; of other protocols than HTTP
 * one in so many of any kind, with its connection. Throws a usage error where `oneIn` is no whole number of at least 1.
 * @example
 * inject(loseAcks(sync.link, { oneIn: 3 }))
 */
export function loseAcks(link: Link, { oneIn, ...others }: { readonly oneIn: number }): Fault {
  refuseOthers('loseAcks', others, 'oneIn')
  if (!Number.isSafeInteger(oneIn) || oneIn < 1) {
    throw new Failure('usage', `loseAcks: oneIn: expected a whole number of at least 1, got ${oneIn}`)
  }
  return {
    is: 'fault',
    name: 'loseAcks',
    on: [link],
    settings: { oneIn },
    needs: [],
    inject({ fleet, topology }) {
      const wire = fleet.wire(link)
      if (!wire) throw new Failure('usage', `loseAcks: expected a link that devices use, got ${topology.nameOf(link)}`)
      const losing = wire.loseAnswers({ every: oneIn })
      let healed = false
      return Promise.resolve({
        witness: async () => ({ what: `${losing.count} answers were lost on their way back`, count: losing.count }),
        heal: async () => {
          losing.stop()
          healed = true
        },
        isHealed: async () => healed,
      })
    },
  }
}
