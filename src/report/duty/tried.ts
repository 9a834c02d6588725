/** What a run tried, and what it did not: the second list is as long as the first. */

import { counted } from '../../kernel/index.ts'
import { PRESET_NAMES } from '../../records/index.ts'
import type { Report } from '../report.ts'
import { namesIn, totalOf, type JudgementSummary } from '../without-bulk.ts'
import { sentence } from './answer.ts'

export interface Tried {
  readonly tried: readonly string[]
  readonly untried: readonly string[]
}

/** Disasters as people call them, with the injuries that are one. */
const DISASTERS: readonly (readonly [what: string, injuries: readonly string[]])[] = [
  ['A disk is lost or damaged', ['destroy', 'zeroPages', 'flipPages']],
  [
    'The service crashes, hangs or is stopped',
    ['killService', 'stopService', 'restartService', 'pauseService', 'disconnectService'],
  ],
  [
    'The network fails or is slow',
    ['cutLink', 'slowLink', 'resetLink', 'sliceLink', 'throttleLink', 'timeOutLink', 'goOffline'],
  ],
  ['An answer or an upload breaks off half-way', ['loseAcks', 'breakUploads']],
  [
    'Copies are empty, damaged, incomplete or no longer taken',
    ['emptyCopies', 'flippedCopies', 'partialCopies', 'stoppedCopies', 'tornCopies', 'truncatedCopies'],
  ],
  ['People lose their devices, or what is on them', ['powerCycle', 'factoryReset', 'replaceDevice']],
]

/** No drill of ours can try it. */
const NEVER = [
  'Somebody deletes data and copies on purpose, with the credentials of an operator.',
  'The people: who is on call, who knows the passwords, who decides.',
  'The size of the real service: all users, all data, at once.',
  'Whether copies are encrypted, and who has the keys.',
]

export function triedIn(report: Report): Tried {
  const judged = report.arms.flatMap(({ judgement }) => (judgement ? [judgement] : []))
  const seen = new Set(judged.flatMap(effects))
  const known = DISASTERS.flatMap(([, injuries]) => injuries)
  const happened = DISASTERS.filter(([, injuries]) => injuries.some((one) => seen.has(one)))
  const others = [...seen].filter((one) => !known.includes(one)).map((one) => `Something of its own: ${one}.`)
  const records = recordsIn(judged)
  const [upgraded, restored] = [judged.some(({ hasUpgraded }) => hasUpgraded), judged.some(isRestored)]
  const upgrade = 'An upgrade of the service.'
  const restore = 'A restore of the service from a copy.'
  return {
    tried: [
      ...happened.map(([what]) => `${what}.`),
      ...others,
      ...(upgraded ? [upgrade] : []),
      ...(restored ? [restore] : []),
      ...records.map(([name, count]) => sentence(`${counted(count, 'record')} of ${name}`)),
      ...controlOf(judged),
    ],
    untried: [
      ...DISASTERS.filter((one) => !happened.includes(one)).map(([what]) => `${what}.`),
      ...(upgraded ? [] : [upgrade]),
      ...(restored ? [] : [restore]),
      ...PRESET_NAMES.filter((name) => !records.some(([one]) => one === name)).map(sentence),
      ...leftOut(report),
      ...promisedOnly(report),
      ...NEVER,
    ],
  }
}

const effects = ({ witnesses }: JudgementSummary): readonly string[] =>
  witnesses.flatMap(({ name, saw }) => (saw === 'effect' ? [name] : []))

const isRestored = ({ restores }: JudgementSummary): boolean =>
  restores.some(({ state, from }) => state === 'restored' && from === 'copy')

/** Of each collection the most that an arm had. */
function recordsIn(judged: readonly JudgementSummary[]): readonly (readonly [string, number])[] {
  const names = namesIn(...judged.map(({ fatesByCollection }) => fatesByCollection))
  return names
    .map((name) => [name, Math.max(...judged.map((one) => totalOf(one.fatesByCollection[name] ?? {})))] as const)
    .filter(([, count]) => count > 0)
}

function controlOf(judged: readonly JudgementSummary[]): readonly string[] {
  const mutants = judged.flatMap(({ control }) => control.mutants).filter(({ state }) => state !== 'not applicable')
  const named = mutants.filter(({ state }) => state === 'named').length
  if (mutants.length === 0) return []
  return [`The judge itself: ${named} of ${mutants.length} losses that were planted into the records were named.`]
}

/** By the drill, or because it came otherwise. */
function leftOut({ arms }: Report): readonly string[] {
  const all = arms.flatMap(({ arm, judgement }) => {
    if (!judgement) return [`The setting '${arm}': it came to no verdict.`]
    if (judgement.verdict === 'inconclusive') return [`The setting '${arm}': it proved nothing.`]
    const open = judgement.promises.filter(({ waived, unproven }) => waived || unproven !== undefined)
    return open.map(({ claim }) => sentence(claim))
  })
  return [...new Set(all)]
}

function promisedOnly({ commitments }: Report): readonly string[] {
  const open = commitments?.lines.filter(({ state }) => state === 'not shown') ?? []
  return open.map(({ promised }) => `Promised, and not shown: ${promised}.`)
}
