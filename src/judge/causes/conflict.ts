/** The cause `conflict`: what it means, and how it is found. */

import type { Version } from '../../history/index.ts'
import type { RecordCase } from '../record-case.ts'
import type { Cause } from './cause.ts'

export const MEANING =
  'The service resolved a conflict, and one side is gone. Somebody edited the record without having seen this ' +
  'edit, nor this editor theirs; the other edit was acknowledged or is open, and nothing that the drill did ' +
  'explains the loss.'

export function conflictOver({ versions }: RecordCase, owed: Version): Cause | undefined {
  const rival = versions.find(
    (one) => one.change === 'put' && (one.isAcked || one.isOpen) && !one.isSeenBy(owed) && !owed.isSeenBy(one),
  )
  return rival && { kind: 'conflict', by: 'conflict', at: rival.at }
}
