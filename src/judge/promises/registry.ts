/** Promises by name, so that a saved ledger is judged again without its drill file. */

import { examine as accountsStayApartExamined, accountsStayApart } from './accounts-stay-apart.ts'
import { examine as backupsTellTheTruthExamined } from './backups-tell-the-truth.ts'
import { examine as deletedStaysDeletedExamined, deletedStaysDeleted } from './deleted-stays-deleted.ts'
import { examine as everybodyConvergesExamined, everybodyConverges } from './everybody-converges.ts'
import { examine as everythingIsIntactExamined, everythingIsIntact } from './everything-is-intact.ts'
import { examine as noDuplicatesExamined, noDuplicates } from './no-duplicates.ts'
import { examine as nothingAcknowledgedIsLostExamined } from './nothing-acknowledged-is-lost.ts'
import { examine as recoveryPointExamined } from './recovery-point.ts'
import { examine as recoveryTimeExamined } from './recovery-time.ts'
import { examine as restoredInOrderExamined } from './restored-in-order.ts'
import { examine as servicesStayUpExamined, servicesStayUp } from './services-stay-up.ts'
import { examine as statusIsHonestExamined } from './status-is-honest.ts'
import { examine as takesEditsExamined, takesEdits } from './takes-edits.ts'
import { examine as validatedBeforeServingExamined } from './validated-before-serving.ts'
import { examine as whatWasThereStaysExamined, whatWasThereStays } from './what-was-there-stays.ts'
import type { Examine } from './promise.ts'

export const EXAMINE: Readonly<Record<string, Examine>> = {
  nothingAcknowledgedIsLost: nothingAcknowledgedIsLostExamined,
  recoveryPoint: recoveryPointExamined,
  recoveryTime: recoveryTimeExamined,
  restoredInOrder: restoredInOrderExamined,
  validatedBeforeServing: validatedBeforeServingExamined,
  backupsTellTheTruth: backupsTellTheTruthExamined,
  statusIsHonest: statusIsHonestExamined,
  everythingIsIntact: everythingIsIntactExamined,
  everybodyConverges: everybodyConvergesExamined,
  whatWasThereStays: whatWasThereStaysExamined,
  deletedStaysDeleted: deletedStaysDeletedExamined,
  noDuplicates: noDuplicatesExamined,
  accountsStayApart: accountsStayApartExamined,
  servicesStayUp: servicesStayUpExamined,
  takesEdits: takesEditsExamined,
}

/** Judged in every drill, listed or not: no fate or flag is without an owner. */
export const ALWAYS = [
  everythingIsIntact,
  everybodyConverges,
  whatWasThereStays,
  deletedStaysDeleted,
  noDuplicates,
  accountsStayApart,
  servicesStayUp,
  takesEdits,
] as const
