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
    'Requests to a service had no answer when their time was up, nobody else on the same way had one meanwhile, and ' +
    'that lasted until the run had failed to come to rest, or to its end. What is done to the service or to a link ' +
    'ends it, an answer too. The doubt names since when, how many requests, how long the longest was waited for, and ' +
    'who waited; what was not even asked because of it is not counted.',
  find: (history) => {
    const byService = Map.groupBy(history.silences.filter(lastsIn(history)), ({ service }) => service)
    return [...byService.values()].map((own) => hangs(history, own))
  },
  inWords: ({ about: [service], count = 0, since, waitedMs = 0, seenBy = [] }) => {
    const from = since === undefined ? '' : ` since ${since.during} (${inWords(since.ms)} into the run)`
    const had = `${counted(count, 'request')} waited up to ${inWords(waitedMs)} and had no answer`
    return `${service} hangs${from}: ${had}, seen by ${watchersIn(seenBy)}`
  },
}

function lastsIn({ quiesced }: History): (one: SilenceHistory) => boolean {
  const restlessAt = quiesced?.state === 'timed out' ? quiesced.at : undefined
  return ({ from, until }) =>
    until === Infinity || (restlessAt !== undefined && from < restlessAt && until > restlessAt)
}

function hangs(history: History, own: readonly SilenceHistory[]): Partial<Doubt> {
  const ms = Math.min(...own.map(({ sinceMs }) => sinceMs))
  return {
    about: own.slice(0, 1).map(({ service }) => service),
    lines: own.map(({ from }) => from),
    count: own.reduce((sum, { requests }) => sum + requests, 0),
    since: { during: underWay(history, ms), ms },
    waitedMs: Math.max(...own.map(({ waitedMs }) => waitedMs)),
    seenBy: [...new Set(own.flatMap(({ seenBy }) => [...seenBy]))].toSorted(),
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
