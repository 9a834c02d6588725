/** A step that somebody else carries out: they are asked, and say when it is done, or that it is not. */

import { aBoolean, aText, declared, members } from '../kernel/declared.ts'
import { inWords, msOf, wallTime, type Duration } from '../kernel/index.ts'
import { OLDER_STATE } from '../ledger/index.ts'
import { askSomebody, placeOf, wayToAsk } from '../runtime/index.ts'
import { DEFAULT_LIMITS } from '../site/index.ts'
import { options } from './call.ts'
import { demand } from './demand.ts'
import type { Taking } from './taking.ts'

/** Until when, of whom, and what follows from it. */
export interface AskOptions {
  /** Nobody waits for a reply any longer; `30min` by default. The limits of the step and of the arm do not count it. */
  readonly within?: Duration
  /** Who is to do it, for whoever reads the question: `the provider's operations`. */
  readonly who?: string
  /**
   * What is done puts an older state in the place of a newer one, and counts as a restore: what follows from that need
   * not be named, and what may be lost is judged by it.
   */
  readonly restores?: boolean
}

const SHAPE = members('{ within, who, restores }', {
  within: aText.exactOptional(),
  who: aText.exactOptional(),
  restores: aBoolean.exactOptional(),
})
/** No timer is longer. */
const LONGEST_MS = 2 ** 31 - 1

/**
 * How they are asked is said on the command line, never here: at the terminal, by a command, or by a webhook. Who
 * replied, when, and with what words is in the ledger. One that is declined, or that nobody replies to in time, is
 * recorded as refused, and the drill goes on: the verdict says so, and cannot be a pass. What vanishes while somebody
 * is at it was taken by what they were asked for. Refused before anything starts: no text, and nobody to ask.
 *
 * @example ask('Restore the accounts of this audit to last night.', { who: 'operations', restores: true })
 */
export function ask(what: string, asked: AskOptions = {}): Taking {
  declared('ask', asked, SHAPE)
  const { within = DEFAULT_LIMITS.ask, who, restores = false } = asked
  const withinMs = msOf(within, 'ask: within')
  return {
    is: 'step',
    name: 'ask',
    takes: true,
    ...(restores && { sideEffects: OLDER_STATE }),
    asks: { what, withinMs },
    describe: () => [what, options({ who, within: inWords(withinMs), restores: restores ? true : undefined })],
    check() {
      demand(typeof what === 'string' && what.trim() !== '', 'ask', 'what somebody is to do', what)
      demand(withinMs > 0 && withinMs <= LONGEST_MS, 'within', `more than 0 and at most 24d`, within)
    },
    async run({ ledger, site, signal, history }, { id }) {
      const { drill = '', arm = '', run = '' } = history.run ?? {}
      const way = wayToAsk()
      const asking = { step: id, what, ...(who !== undefined && { who }) }
      ledger.append({ is: 'asked', ...asking, withinMs, of: placeOf(way) })
      await ledger.flush()
      const question = { drill, arm, run, ...asking, withinMs }
      const restore = (state: 'begin' | 'end' | 'refused', because?: string) =>
        ledger.append({ is: 'restore', step: id, from: 'copy', state, ...(because !== undefined && { because }) })
      if (restores) restore('begin')
      const reply = await askSomebody(question, { site, signal, ...(way && { way }) })
      ledger.append({ is: 'replied', step: id, ...reply, time: wallTime() })
      const said = reply.words === '' ? '' : `: ${reply.words}`
      if (restores) restore(reply.reply === 'done' ? 'end' : 'refused', reply.words === '' ? undefined : reply.words)
      if (reply.reply === 'done') return { state: 'end', because: `done, by ${reply.by}${said}` }
      return { state: 'refused', because: reply.reply === 'none' ? reply.words : `declined by ${reply.by}${said}` }
    },
  }
}
