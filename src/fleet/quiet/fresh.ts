/** The fresh edits after the storm: one for each device, of every collection in turn, with names of their own. */

import type { Random } from '../../kernel/index.ts'
import type { PlannedEdit } from '../edit.ts'
import type { Member } from '../member.ts'

type Who = Pick<Member, 'name' | 'account' | 'carries'>

/** `rec-900003-k3f9`, another one for each seed. `random` is the fleet's own; the work has numbers below 900000. */
export function freshEditOf({ name: device, account, carries }: Who, place: number, random: Random): PlannedEdit {
  const tail = random.fork(`fresh/${place}`).integer(0, 36 ** 4 - 1)
  return {
    op: `fresh#${place + 1}`,
    device,
    account,
    collection: carries[place % carries.length] ?? 'notes',
    record: `rec-9${String(place).padStart(5, '0')}-${tail.toString(36).padStart(4, '0')}`,
    change: 'create',
  }
}
