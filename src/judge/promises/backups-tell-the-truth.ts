/** The promise `backupsTellTheTruth`. Cost: linear in the copies' rows. */

import { inWords } from '../../kernel/index.ts'
import type { Plan } from '../../ledger/entries.ts'
import type { CopyHistory, History } from '../../history/index.ts'
import type { CopyChecks } from '../measures/copy-checks.ts'
import type { Finding } from '../judgement.ts'
import { isGone } from '../measures/restores.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'A backup that claims to be good is good. Refuted by a copy that claimed so, and that a clean room found ' +
  'unusable, empty, incomplete or inconsistent, and by a schedule whose newest copy was too old when it struck. A ' +
  'copy that an injury took away, or that its own job deleted, is no lie. Inconclusive where no copy claimed to ' +
  'be good.'

export const FINDINGS = {
  empty:
    'The copy holds nothing. It claimed to be good, records were owed when it was begun, and a clean room found ' +
    'none.',
  incomplete:
    'The copy does not hold all. A record that was acknowledged before the copy was begun, and that nobody ever ' +
    'deleted, is not in it.',
  inconsistent:
    'The parts of the copy do not belong together. A photo is in it without its bytes, or the clean room found so.',
  unusable:
    'The copy could not be restored into a clean room, or what was restored could not be read. What it holds, ' +
    'nobody knows.',
  outdated:
    'The newest copy was too old. When it struck, more drill time had passed since the newest copy that claimed ' +
    'to be good, or since the run began, than the schedule of the backup allows.',
} as const

type Scheduled = Plan['backups'][number]
type Untruth = keyof typeof FINDINGS

/**
 * Every copy that its engine calls good is restored into a clean room and holds what was on the server when it was
 * taken.
 * @example
 * promises: [backupsTellTheTruth()]
 */
export function backupsTellTheTruth(): Claim<Untruth> {
  const findings: readonly Untruth[] = ['empty', 'incomplete', 'inconsistent', 'unusable', 'outdated']
  return { promise: 'backupsTellTheTruth', claim: 'A backup that claims to be good is good.', findings, terms: {} }
}

export const examine: Examine = (history, { copies }) => {
  const claimed = history.copies.filter((copy) => copy.claimed === 'ok' && !copy.deleted && !isGone(history, copy))
  const findings = claimed.flatMap((copy): Finding[] => {
    const found = untruthIn(copy, copies)
    if (!found) return []
    const because = `copy ${copy.copy} claimed to be good: ${found.because}`
    return [{ promise: 'backupsTellTheTruth', finding: found.finding, lines: [copy.at], because }]
  })
  const late = (history.plan?.backups ?? []).flatMap((backup) => outdated(history, backup))
  const evaluated = claimed.length + late.length
  return {
    findings: [...findings, ...late],
    evaluated,
    ...(evaluated === 0 && { unproven: 'no copy claimed to be good' }),
  }
}

export interface Untrue {
  readonly finding: Untruth
  readonly because: string
}

/** What is wrong with a copy that a clean room has tried; undefined when nothing is. */
export function untruthIn(copy: CopyHistory, checks: CopyChecks): Untrue | undefined {
  return copy.found === 'sound' ? incompleteness(copy, checks) : plainly(copy)
}

function plainly({ found, because }: CopyHistory): Untrue {
  const finding =
    found === 'empty' || found === 'incomplete' || found === 'inconsistent' || found === 'outdated' ? found : 'unusable'
  return { finding, because: because ?? finding }
}

/** What was acknowledged before the copy began, and never deleted, must be in it, photos with their bytes. */
function incompleteness(copy: CopyHistory, checks: CopyChecks): Untrue | undefined {
  const content = checks.of(copy)
  if (!content?.isRead) return { finding: 'unusable', because: 'its clean room could not be read' }
  const { owed, absent, firstAbsent, rows, blank } = content
  if (owed > 0 && rows === 0) return { finding: 'empty', because: 'it holds nothing' }
  if (blank !== undefined) return { finding: 'inconsistent', because: `the bytes of ${blank} are not in it` }
  if (firstAbsent === undefined) return undefined
  return { finding: 'incomplete', because: `${absent} of ${owed} records are not in it, ${firstAbsent} first` }
}

/** At the strike, the newest copy that claimed to be good was older than its schedule allows. */
function outdated({ strike, copies }: History, { name, every }: Scheduled): readonly Finding[] {
  if (every === undefined || !strike || strike.drillMs <= every) return []
  const newest = copies.findLast(({ backup, claimed, at }) => backup === name && claimed === 'ok' && at < strike.at)
  const ageMs = strike.drillMs - (newest?.drillMs ?? 0)
  if (ageMs <= every) return []
  const what = newest ? `its newest copy, ${newest.copy}, was ${inWords(ageMs)} old` : 'there was no copy'
  const because = `${name} promised a copy every ${inWords(every)}: when it struck, ${what}`
  return [{ promise: 'backupsTellTheTruth', finding: 'outdated', lines: [newest?.at ?? strike.at], because }]
}
