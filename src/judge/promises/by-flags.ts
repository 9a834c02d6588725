/** Flags as findings of the promise that owns them. */

import type { Case } from '../case.ts'
import type { Assessed } from '../evaluate.ts'
import type { Finding, Flag } from '../judgement.ts'
import type { Examined } from './promise.ts'

export function flagFindings(
  its: Case,
  { flags, fates }: Assessed,
  promise: string,
  wanted: readonly Flag[],
): Examined {
  const findings = flags
    .filter(({ flag }) => wanted.includes(flag))
    .map((one): Finding => ({
      promise,
      finding: one.flag,
      lines: one.lines,
      because: `${one.write ? `${one.write.class} ${one.write.record}` : 'a row'}: ${one.because}`,
      account: one.account,
      ...(one.record !== undefined && { record: one.record }),
      ...(one.write && { class: one.write.class, device: one.write.device }),
      ...(one.write?.acked?.act && { acknowledged: one.write.acked.act }),
      ...(one.cause && { by: one.cause.by, byStep: one.cause.byStep }),
      ...(one.fresh && { uncounted: true as const }),
    }))
  const isRead = its.finals.some(({ party, state }) => party.kind === 'server' && state !== 'unreadable')
  return { findings, evaluated: isRead ? fates.length : 0 }
}
