/** Of drills on a service that is somebody else's: what would be sent, and what was. */

import { stat } from 'node:fs/promises'
import { ledgerOf, type ArmResult } from '../conductor/order.ts'
import { requestsOf, writingMs, type CompiledDrill, type PlannedRequests } from '../drill/index.ts'
import { counted, inWords, printable } from '../kernel/index.ts'
import { askedOfExternal, type Sent } from '../runtime/index.ts'
import { sentInWords } from '../report/index.ts'
import { resultText } from '../vitest/index.ts'
import { STOP_KEY } from './stop-key.ts'

export const ADDRESS_MISSING = 'an address that --address has yet to say'

/** The dry run: every request that an arm would send, by kind and count, and to whom. None where it is not external. */
export function requestLines(compiled: CompiledDrill): readonly string[] {
  if (compiled.topology.external.size === 0) return []
  const planned = requestsOf(compiled, askedOfExternal())
  const { to, writes, fresh, deletesInAll, reads, signIns, writesPerSecond, accounts, devices } = planned
  const { faults, attempts } = planned
  const places = to.map(({ service, url }) => `${service} at ${url ?? ADDRESS_MISSING}`).join(', ')
  const isCleared = deletesInAll > writes.delete
  const afterwards = isCleared ? `, and when the run is over whatever is left: at most ${deletesInAll} in all` : ''
  return [
    `to ${places}, by ${counted(devices, 'device')} of ${accounts.join(', ')}`,
    `  create   ${writes.create}, of which ${fresh} when all is over, one by each device`,
    `  change   ${writes.change}`,
    `  delete   ${writes.delete}${afterwards}`,
    `  read     at least ${reads}: how often devices look depends on how soon they agree`,
    `  sign in  at least ${signIns}`,
    ...(faults.length > 0
      ? [`  again    a change without an answer, ${attempts} times at once and again later: ${faults.join(', ')}`]
      : []),
    `at most ${writesPerSecond} writes a second, of all together: no sooner than ${inWords(writingMs(planned))}`,
    'never a change or a delete of a record that the run has not written',
    isCleared ? 'what it wrote is deleted when it is over (--keep-written)' : 'what it wrote stays',
  ]
}

/** An arm that works on somebody else's service, and where it leaves its result. */
interface OutsideArm {
  readonly name: string
  readonly folder: string
  readonly compiled: CompiledDrill
}

/** What is told of such arms before a run and after it. */
export interface Outside {
  readonly before: readonly string[]
  /** How long an interrupted run is waited for: what it wrote is deleted no faster than it may write. */
  readonly patienceMs: number
  /** Of a run that was broken off: what each arm has sent, and what is left. Nothing of one that has not begun. */
  after(): Promise<After>
}

interface After {
  readonly lines: readonly string[]
  /** Something of it is still there. */
  readonly isLeft: boolean
}

/** To look, and to let go, beside what is deleted. */
const LEAVING_MS = 80_000

/** Undefined where no arm is one. */
export function outsideOf(arms: readonly OutsideArm[]): Outside | undefined {
  const all = arms
    .filter(({ compiled }) => compiled.topology.external.size > 0)
    .map((arm) => ({ ...arm, planned: requestsOf(arm.compiled, askedOfExternal()) }))
  if (all.length === 0) return undefined
  return {
    before: [
      ...all.map(({ name, planned }) => `${name}: ${inShort(planned)}`),
      `${STOP_KEY} or Ctrl-C ends it: nothing is written any more, and what was written is deleted`,
    ],
    patienceMs: LEAVING_MS + Math.max(...all.map(({ planned }) => writingMs(planned))),
    after: async () => {
      const sent = (await Promise.all(all.map(sentBy))).flat()
      return { lines: sent.flatMap(sentLines), isLeft: sent.some(({ left }) => left.length > 0) }
    },
  }
}

function inShort({ to, writes, deletesInAll, writesPerSecond }: PlannedRequests): string {
  const places = to.map(({ url }) => url).join(', ')
  const count = writes.create + writes.change + deletesInAll
  return `at most ${counted(count, 'write')} to ${places}, ${writesPerSecond} a second (--dry-run tells more)`
}

interface SentBy extends Sent {
  readonly name: string
}

/** From the end of a conductor's reaper to its result. */
const RESULT_MS = 15_000

/** Of an arm that has begun: its conductor writes down what it sent after everything else is removed. */
async function sentBy({ name, folder }: OutsideArm): Promise<readonly SentBy[]> {
  const hasBegun = await stat(ledgerOf(folder)).then(
    () => true,
    () => false,
  )
  const text = await resultText(folder, hasBegun ? RESULT_MS : 0)
  const sent = text === undefined ? undefined : (JSON.parse(text) as ArmResult).sent
  return sent ? [{ ...sent, name }] : []
}

const sentLines = ({ name, ...sent }: SentBy): readonly string[] => [
  name,
  ...sentInWords(sent).map((line) => `  ${printable(line, 2_000)}`),
]
