/** A service that accepts connections and leaves requests without an answer. */

import { counted, inWords } from '../../kernel/index.ts'
import type { History, SilenceHistory } from '../../history/index.ts'
import { plain } from '../words/words.ts'
import type { Doubt } from './doubt.ts'
import type { DoubtRule } from './rule.ts'

/** Watchers that are named; of more, how many. */
const NAMED = 3

export const serviceHangs: DoubtRule = {
  kind: 'a service hangs',
  voids: 'a pass',
  meaning:
    'Requests to a service had no answer when their time was up, and nobody else on the same way had one, until the ' +
    'run had failed to come to rest, or to its end. An answer ends it, and what is done to the service or to a link; ' +
    'where only reads are answered, it hangs on writes. The doubt names since when, how many requests, how long the ' +
    'longest was waited for, and who waited, but not what was not asked because of it.',
  find: (history) => {
    const byService = Map.groupBy(history.silences.filter(lastsIn(history)), ({ service }) => service)
    return [...byService.values()].map((own) => hangs(history, own))
  },
  inWords: ({ about: [service], on, count = 0, since, waitedMs = 0, seenBy = [] }) => {
    const hanging = on === undefined ? 'hangs' : `hangs on ${on}`
    const from = since === undefined ? '' : ` since ${since.during} (${inWords(since.ms)} into the run)`
    const waited = `${counted(count, on ? 'write' : 'request')} waited up to ${inWords(waitedMs)}`
    const had = `and had no answer${on ? ', while reads were answered' : ''}`
    return `${service} ${hanging}${from}: ${waited} ${had}, seen by ${watchersIn(seenBy)}`
  },
}

function lastsIn({ quiesced }: History): (one: SilenceHistory) => boolean {
  const restlessAt = quiesced?.state === 'timed out' ? quiesced.at : undefined
  return ({ waits, until }) =>
    until === Infinity || (restlessAt !== undefined && until > restlessAt && waits.some(({ at }) => at < restlessAt))
}

function hangs(history: History, own: readonly SilenceHistory[]): Partial<Doubt> {
  const waits = own.flatMap((one) => one.waits)
  const ms = Math.min(...own.map(({ waits: [first] }) => first?.sinceMs ?? Infinity))
  return {
    about: own.slice(0, 1).map(({ service }) => service),
    lines: own.flatMap(({ waits: [first] }) => first?.at ?? []),
    ...(own.every(({ to }) => to === 'changes') && { on: 'writes' }),
    count: waits.length,
    since: { during: underWay(history, ms), ms },
    waitedMs: Math.max(...waits.map(({ waitedMs }) => waitedMs)),
    seenBy: [...new Set(waits.map(({ by }) => by))].toSorted(),
  }
}

/** The step that had begun last, or the phase where that is later. */
function underWay({ steps, phases }: History, ms: number): string {
  const step = steps.findLast(({ began }) => began.ms <= ms)
  const phase = [...phases.values()].findLast(({ began }) => began.ms <= ms)
  if (step && step.began.ms >= (phase?.began.ms ?? 0)) return `${plain(step.name)} (${step.step})`
  return phase?.name ?? 'the start'
}

function watchersIn(seenBy: readonly string[]): string {
  const devices = seenBy.filter((one) => one !== 'the harness')
  const named = devices.length > NAMED ? [counted(devices.length, 'device')] : devices
  return new Intl.ListFormat('en').format([...named, ...(seenBy.length > devices.length ? ['the harness'] : [])])
}
