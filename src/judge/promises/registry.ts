/** Promises by name, each with its meaning and how it is examined: a saved ledger is judged without its drill. */

import * as accountsStayApart from './accounts-stay-apart.ts'
import * as announcementsAreTrue from './announcements-are-true.ts'
import * as backupsTellTheTruth from './backups-tell-the-truth.ts'
import * as deletedStaysDeleted from './deleted-stays-deleted.ts'
import * as everybodyConverges from './everybody-converges.ts'
import * as everythingIsIntact from './everything-is-intact.ts'
import * as noDuplicates from './no-duplicates.ts'
import * as nothingAcknowledgedIsLost from './nothing-acknowledged-is-lost.ts'
import * as recoveryPoint from './recovery-point.ts'
import * as recoveryTime from './recovery-time.ts'
import * as restoredInOrder from './restored-in-order.ts'
import * as servicesStayUp from './services-stay-up.ts'
import * as statusIsHonest from './status-is-honest.ts'
import * as takesEdits from './takes-edits.ts'
import * as validatedBeforeServing from './validated-before-serving.ts'
import * as whatWasThereStays from './what-was-there-stays.ts'
import type { Examine } from './promise.ts'

/** What the file of a promise declares beside its claim. */
interface PromiseRule {
  readonly examine: Examine
  /** For the glossary: the claim, what refutes it, and when it is inconclusive. */
  readonly MEANING: string
  /** What refutes it, where that is neither a fate nor a flag. */
  readonly FINDINGS?: Readonly<Record<string, string>>
}

export const PROMISES: Readonly<Record<string, PromiseRule>> = {
  nothingAcknowledgedIsLost,
  recoveryPoint,
  recoveryTime,
  restoredInOrder,
  validatedBeforeServing,
  backupsTellTheTruth,
  announcementsAreTrue,
  statusIsHonest,
  everythingIsIntact,
  everybodyConverges,
  whatWasThereStays,
  deletedStaysDeleted,
  noDuplicates,
  accountsStayApart,
  servicesStayUp,
  takesEdits,
}

/** Judged in every drill, listed or not: no fate or flag is without an owner. */
export const ALWAYS = [
  everythingIsIntact.everythingIsIntact,
  everybodyConverges.everybodyConverges,
  whatWasThereStays.whatWasThereStays,
  deletedStaysDeleted.deletedStaysDeleted,
  noDuplicates.noDuplicates,
  accountsStayApart.accountsStayApart,
  servicesStayUp.servicesStayUp,
  takesEdits.takesEdits,
] as const
