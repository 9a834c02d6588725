/** Two edits of one record, neither made with the other in sight: the service resolved that, and one side is gone. */

import type { Version } from '../../history/index.ts'
import type { RecordCase } from '../record-case.ts'
import type { Cause } from './cause.ts'

export function conflictOver({ versions }: RecordCase, owed: Version): Cause | undefined {
  const rival = versions.find(
    (one) => one.change === 'put' && (one.isAcked || one.isOpen) && !one.isSeenBy(owed) && !owed.isSeenBy(one),
  )
  return rival && { kind: 'conflict', by: 'conflict', at: rival.at }
}
