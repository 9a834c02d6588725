/** What stands behind a verdict, section by section, as plain text: for the terminal and for the summary alike. */

import { FATES, FLAGS, type Counts, type RecordLife } from '../judge/judgement.ts'
import { replyInWords } from '../judge/words/asks.ts'
import { againInWords, chainInWords } from '../judge/words/words.ts'
import { counted, inWords } from '../kernel/index.ts'
import type { ArmReport } from './report.ts'
import { sentInWords } from './sent-in-words.ts'
import { usedBy } from './used.ts'
import { namesIn, lostIn, totalOf, type JudgementSummary } from './without-bulk.ts'

export interface Section {
  readonly title: string
  /** A table; its first row is its head. */
  readonly rows?: readonly (readonly string[])[]
  readonly lines?: readonly string[]
}

type Announced = NonNullable<JudgementSummary['announcements']>[number]

/** Worst first, and no more than these. */
const DEVICES = 5
const RECORDS = 5
const FINDINGS = 3

/** Something is wrong with more records than are told of. */
export const hasMore = (arms: readonly Pick<ArmReport, 'judgement'>[]): boolean =>
  arms.some(({ judgement }) => (judgement?.worst.length ?? 0) > RECORDS)

export function behind(arm: Pick<ArmReport, 'judgement' | 'usage' | 'sent'>): readonly Section[] {
  const { judgement, sent } = arm
  const sections = [
    ...(judgement ? behindVerdict(judgement) : []),
    { title: "sent to somebody else's service", lines: sent ? sentInWords(sent) : [] },
    { title: 'machine', lines: usedBy(arm) },
  ]
  return sections.filter(({ rows = [], lines = [] }) => rows.length > 1 || lines.length > 0)
}

function behindVerdict(judgement: JudgementSummary): readonly Section[] {
  return [
    { title: 'failed steps', lines: judgement.failedSteps.flatMap(failedStep) },
    { title: 'services', lines: judgement.services.flatMap(serviceOf) },
    { title: 'worst records', lines: judgement.worst.slice(0, RECORDS).flatMap(lifeOf) },
    byCollection(judgement),
    byDevice(judgement),
    { title: 'edits', lines: editsOf(judgement) },
    { title: 'promises', lines: judgement.promises.flatMap(promiseOf) },
    {
      title: 'witnesses',
      lines: judgement.witnesses.map(
        ({ name, step, saw, what }) => `${name} at ${step}: ${saw === 'effect' ? what : `saw nothing (${what})`}`,
      ),
    },
    {
      title: 'backups',
      lines: judgement.backups.map(
        ({ copy, claimed, found, because, ageMs, fresh }) =>
          `${copy}: claimed ${claimed}, found ${found}${because === undefined ? '' : ` (${because})`}` +
          `${ageMs === undefined ? '' : `, ${inWords(ageMs)} old at the strike`}${fresh === true ? ' (fresh)' : ''}`,
      ),
    },
    {
      title: 'gates',
      lines: judgement.gates.map(
        ({ step, question, answer, because }) => `${question} at ${step}: ${answer}: ${because}`,
      ),
    },
    { title: 'users were told', lines: toldIn(judgement) },
    { title: 'rehearsal', lines: rehearsalOf(judgement) },
    { title: 'asked', lines: judgement.asks.map(askedOf) },
    { title: 'recovery', lines: recoveryOf(judgement) },
    { title: 'negative control', lines: controlOf(judgement) },
  ]
}

function toldIn({ announcements = [], timeToTruthMs }: JudgementSummary): readonly string[] {
  if (announcements.length === 0) return []
  const first = timeToTruthMs === undefined ? 'never' : `after ${inWords(timeToTruthMs)}`
  return [...announcements.map(announcementInWords), `first told something true after the strike: ${first}`]
}

/** `'Contacts are complete.' at recovery.3: wrong: 12 of 40 were not there then; for 1.2s, until it came true`. */
function announcementInWords(told: Announced): string {
  const { words, step, state, because, wrongForMs, until, cites } = told
  const lasted = wrongForMs === undefined ? '' : `; for ${inWords(wrongForMs)}, until ${until ?? 'the run ended'}`
  return `'${words}' at ${step}: ${state}: ${because}${lasted}${cites === undefined ? '' : ` (${cites})`}`
}

/** Whether the plan had been rehearsed before, then what was decided in this rehearsal. */
function rehearsalOf({ rehearsal }: JudgementSummary): readonly string[] {
  if (!rehearsal) return []
  const { before, decisions } = rehearsal
  const was = before ? `was rehearsed on ${before.started}: ${before.how}` : 'had not been rehearsed before'
  return [
    `this plan ${was}`,
    ...decisions.map((one) => `before ${one.before}: ${one.decision}, by ${one.by} (${one.time})`),
  ]
}

/** `recovery.1: Restore set A to last night: done, by kim: the copy of 02:00 (terminal, 2026-..., after 14min)`. */
function askedOf({ step, what, who, through, time, tookMs, ...reply }: JudgementSummary['asks'][number]): string {
  const whom = who === undefined ? '' : ` (of ${who})`
  return `${step}: ${what}${whom}: ${replyInWords(reply)} (${through}, ${time}, after ${inWords(tookMs)})`
}

function failedStep({ step, label, mayFail, command, because, tail }: JudgementSummary['failedSteps'][number]) {
  const allowed = mayFail ? ', which the drill allows' : ''
  const ran = command ? `: ${command.join(' ')}` : ''
  return [`${label} at ${step} failed${allowed}${ran}: ${because}`, ...tail.map((line) => `  ${line}`)]
}

function serviceOf({
  service,
  ends,
  startedAgain,
  gaveUp,
  atEnd,
}: JudgementSummary['services'][number]): readonly string[] {
  return [
    ...ends.flatMap(({ at, because, tail, isStart }) => [
      `${service} ${isStart ? 'did not come up' : 'ended by itself'} in entry ${at}: ${because}`,
      ...tail.map((line) => `  ${line}`),
    ]),
    ...(startedAgain > 0 ? [`${service}: ${againInWords(startedAgain)}`] : []),
    ...(gaveUp === undefined ? [] : [`${service}: ${gaveUp}`]),
    ...(atEnd === 'running' ? [] : [`${service} was ${atEnd} when the audit began`]),
  ]
}

function editsOf({ edits: { sent, acked, refused, unanswered } }: JudgementSummary): readonly string[] {
  if (sent === acked) return []
  return [`of ${counted(sent, 'edit')} ${acked} were acknowledged, ${refused} refused, ${unanswered} unanswered`]
}

function byCollection({
  fatesByCollection,
  flagsByCollection,
}: JudgementSummary): Section & { readonly rows: string[][] } {
  const of = namesIn(fatesByCollection, flagsByCollection)
  const seen = <K extends string>(kinds: readonly K[], counts: readonly (Counts<K> | undefined)[]): readonly K[] =>
    kinds.filter((kind) => counts.some((count) => (count?.[kind] ?? 0) > 0))
  const fates = seen(
    FATES,
    of.map((one) => fatesByCollection[one]),
  )
  const flags = seen(
    FLAGS,
    of.map((one) => flagsByCollection[one]),
  )
  const rows = of.map((one) => [
    one,
    `${totalOf(fatesByCollection[one] ?? {})}`,
    ...fates.map((fate) => `${fatesByCollection[one]?.[fate] ?? 0}`),
    ...flags.map((flag) => `${flagsByCollection[one]?.[flag] ?? 0}`),
  ])
  return { title: 'by collection', rows: [['collection', 'records', ...fates, ...flags], ...rows] }
}

function byDevice({ fatesByDevice, otherDevices, metrics }: JudgementSummary): Section {
  const { devices, withLoss, withTotalLoss } = metrics.blastRadius
  const worst = Object.entries(fatesByDevice)
    .filter(([, fates]) => lostIn(fates) > 0)
    .slice(0, DEVICES)
  const named = worst.map(([device, fates]) => `${device} (${lostIn(fates)} of ${totalOf(fates)})`)
  const count = devices || Object.keys(fatesByDevice).length + otherDevices
  const loss = `${withLoss} of ${count} devices lost something, ${withTotalLoss} everything`
  return {
    title: 'by device',
    lines: count === 0 ? [] : [named.length > 0 ? `${loss}; worst ${named.join(', ')}` : loss],
  }
}

export function lifeOf(life: RecordLife): readonly string[] {
  const { collection: of, record, account, fate, flags, writtenBy, acknowledgedAt, lastSeen, cause, because } = life
  const facts = [
    `written by ${writtenBy.join(', ') || 'nobody'}`,
    acknowledgedAt === undefined ? 'never acknowledged' : `acknowledged in entry ${acknowledgedAt}`,
    lastSeen ? `last seen at ${lastSeen.party} in entry ${lastSeen.at}` : 'never seen',
    ...(cause ? [`taken: ${chainInWords(cause)}`] : []),
  ]
  return [`${of} ${record} of ${account}: ${[fate, ...flags].join(', ')}: ${because}`, `  ${facts.join('; ')}`]
}

function promiseOf({
  claim,
  verdict,
  found,
  findings,
  unproven,
  waived,
  evaluated,
}: JudgementSummary['promises'][number]) {
  if (verdict === 'pass') return []
  const kinds = Object.entries(found)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ')
  const reason = unproven ?? (kinds || `of ${evaluated} asked`)
  const first = findings.slice(0, FINDINGS).map(({ because }) => `  ${because}`)
  return [`${verdict}${waived ? ' (waived)' : ''}: ${claim}: ${reason}`, ...first]
}

function recoveryOf({ metrics, acknowledged, restores, recoveredFrom }: JudgementSummary): readonly string[] {
  const point = Object.entries(metrics.recoveryPoint).map(
    ([of, { ms, lost, of: all }]) => `${of} ${lost > 0 ? `${inWords(ms)} (${lost} of ${all})` : 'none lost'}`,
  )
  const time = Object.entries(metrics.recoveryTime).map(
    ([of, { half, most, all }]) =>
      `${of} ${[half, most, all].map((ms) => (ms === undefined ? 'never' : inWords(ms))).join(' / ')}`,
  )
  const tried = restores.map(({ step, from, copy = from, state, because }) => {
    const why = because === undefined ? '' : ` (${because})`
    return `${state === 'refused' ? `refused ${copy}` : `restored from ${copy}`} at ${step}${why}`
  })
  const order = metrics.restoreOrder.map(({ collection: of }) => of)
  const devices = Object.entries(recoveredFrom).map(([origin, count]) => `${count} from ${origin}`)
  const newer = Object.entries(metrics.newerThanCopy).map(([became, count]) => `${count} ${became}`)
  return [
    `${acknowledged} records acknowledged; loss before the strike: ${metrics.cut}`,
    ...(point.length > 0 ? [`recovery point, drill time: ${point.join(', ')}`] : []),
    ...(time.length > 0 ? [`recovery time for half / 95 % / all: ${time.join(', ')}`] : []),
    ...tried,
    ...(devices.length > 0 ? [`came back: ${devices.join(', ')}`] : []),
    ...(newer.length > 0 ? [`newer than the restored copy: ${newer.join(', ')}`] : []),
    ...(order.length > 0 ? [`restored in the order ${order.join(', ')}`] : []),
  ]
}

function controlOf({ control: { mutants } }: JudgementSummary): readonly string[] {
  const tried = mutants.filter(({ state }) => state !== 'not applicable')
  const missed = tried.filter(({ state }) => state === 'missed')
  if (tried.length === 0) return []
  const named = `${tried.length - missed.length} of ${tried.length} mutations of this ledger were named by the judge`
  return [named, ...missed.map(({ mutant, because }) => `missed: ${mutant}: ${because}`)]
}
