/** Every fate and flag as a finding of the promise that owns it. */

import type { Finding } from './judgement.ts'
import type { Case, Promised } from './case.ts'
import type { RecordFate } from './fates.ts'
import type { Flagged } from './flags.ts'
import { backupFindings, orderFindings, timeFindings, validationFindings, type Timed } from './restores.ts'

export interface Assessed {
  readonly fates: readonly RecordFate[]
  readonly flags: readonly Flagged[]
}

export interface Examined {
  readonly findings: readonly Finding[]
  readonly evaluated: number
  readonly unproven?: string
}

type Examine = (its: Case, assessed: Assessed, terms: Promised['terms']) => Examined

const FLAGS_OF: Readonly<Record<string, readonly string[]>> = {
  everythingIsIntact: ['corrupted', 'misordered'],
  everybodyConverges: ['diverged'],
  deletedStaysDeleted: ['resurrected'],
  noDuplicates: ['duplicated'],
  accountsStayApart: ['phantom', 'phantom-foreign'],
}

/** Undefined for a promise that this version does not know. */
export function examinerOf(promise: string): Examine | undefined {
  const flags = FLAGS_OF[promise]
  if (flags) return (its, assessed) => byFlags(its, assessed, promise, flags)
  return EXAMINERS[promise]
}

const EXAMINERS: Readonly<Record<string, Examine>> = {
  nothingAcknowledgedIsLost: (its, assessed) => losses(its, assessed, 'nothingAcknowledgedIsLost', () => false),
  recoveryPoint: (its, assessed, terms) => {
    const atMostMs = Number(valueIn(terms, 'atMostMs') ?? 0)
    const strikeMs = its.strike?.drillMs ?? Infinity
    return losses(its, assessed, 'recoveryPoint', (drillMs) => drillMs <= strikeMs && drillMs >= strikeMs - atMostMs)
  },
  recoveryTime: (its, assessed, terms) => timed(timeFindings(its, assessed.fates, terms)),
  restoredInOrder: (its, assessed, terms) => timed(orderFindings(its, assessed.fates, terms)),
  validatedBeforeServing: (its) => timed(validationFindings(its)),
  backupsTellTheTruth: (its, assessed) => timed(backupFindings(its, assessed.fates)),
  statusIsHonest: () => ({ findings: [], evaluated: 0, unproven: 'no service told what it calls synced' }),
  whatWasThereStays: () => ({ findings: [], evaluated: 1 }),
}

const timed = ({ findings, evaluated, unproven }: Timed): Examined => ({
  findings,
  evaluated,
  ...(unproven !== undefined && { unproven }),
})

export function valueIn(terms: Promised['terms'], name: string): unknown {
  return typeof terms === 'object' && terms !== null && !Array.isArray(terms)
    ? (terms as Record<string, unknown>)[name]
    : undefined
}

/** Pardoned are losses of the window before the strike, in accounts that were restored. */
function losses(its: Case, { fates }: Assessed, promise: string, inWindow: (drillMs: number) => boolean): Examined {
  const restored = restoredAccounts(its)
  const findings = fates.flatMap((fate) =>
    fate.losses.flatMap(({ finding, owed, cause, because }): Finding[] => {
      const { acked } = owed
      if (acked && inWindow(acked.drillMs) && (restored === 'all' || restored.has(owed.account))) return []
      return [
        {
          promise,
          finding,
          because: `${owed.class} ${owed.record}, acknowledged to ${owed.device}: ${because}`,
          lines: [owed.at, ...(acked ? [acked.at] : []), ...(cause ? [cause.at] : [])],
          class: owed.class,
          record: owed.record,
          account: owed.account,
          device: owed.device,
          ...(acked?.act && { acknowledged: acked.act }),
          ...(cause && { by: cause.by, byStep: cause.byStep }),
          ...(fate.fresh && { uncounted: true as const }),
        },
      ]
    }),
  )
  return { findings, evaluated: fates.filter(({ acked, fate }) => acked.length > 0 && fate !== 'unverified').length }
}

function restoredAccounts(its: Case): ReadonlySet<string> | 'all' {
  const done = its.restores.filter(({ state }) => state === 'end' || state === 'opened')
  if (done.some(({ accounts }) => accounts === undefined)) return 'all'
  return new Set(done.flatMap(({ accounts = [] }) => accounts))
}

function byFlags(its: Case, { flags, fates }: Assessed, promise: string, wanted: readonly string[]): Examined {
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
  const shown = its.finals.some(({ party, state }) => party.kind === 'server' && state !== 'unreadable')
  return { findings, evaluated: shown ? fates.length : 0 }
}
