/** The person at the terminal is asked, and replies with a word and why. One question at a time. */

import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { userInfo } from 'node:os'
import { inWords, monotonicMs, printable } from '../../kernel/index.ts'
import { painter, terminalOf, wrapped } from '../../report/index.ts'
import { choiceIn, offerText, waysIn } from '../rehearsing/offer-text.ts'
import type { Decision, Offer } from '../../conductor/rehearsal/offer.ts'
import type { Question, Reply } from '../../runtime/index.ts'

export type PersonsReply = Omit<Reply, 'through'>

/** Whoever else writes to this terminal, or reads its keys, keeps quiet meanwhile. */
export interface Quiet {
  pause(): void
  resume(): void
}

interface Terminal {
  readonly input: NodeJS.ReadStream
  readonly out: NodeJS.WriteStream
}

const HOW = "Reply 'done' or 'decline', with words if you like:"

export class Person {
  readonly #others: readonly Quiet[]
  readonly #terminal: Terminal
  #before: Promise<unknown> = Promise.resolve()

  constructor(others: readonly Quiet[], terminal: Terminal = { input: process.stdin, out: process.stdout }) {
    this.#others = others
    this.#terminal = terminal
  }

  /** Rejects when `signal` aborts, which takes the question away. */
  ask(question: Question, signal: AbortSignal): Promise<PersonsReply> {
    const began = monotonicMs()
    return this.#alone(signal, () => this.#ask(question, question.withinMs - (monotonicMs() - began), signal))
  }

  /** In a rehearsal: shows what has changed and what comes next, and takes a choice, however long it takes. */
  decide(offer: Offer, signal: AbortSignal): Promise<Decision> {
    return this.#alone(signal, async () => {
      const { out } = this.#terminal
      const by = userInfo().username
      out.write(offerText(offer, terminalOf(out)))
      for await (const line of linesOf(this.#terminal, signal)) {
        const choice = choiceIn(line, offer.choices)
        if (choice !== undefined) return { choice, by }
        out.write(`Type ${waysIn(offer.choices)}:\n> `)
      }
      signal.throwIfAborted()
      return { choice: 'stop', by: `${by}, whose terminal was closed` }
    })
  }

  #alone<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    const asking = this.#before.then(async () => {
      signal.throwIfAborted()
      for (const one of this.#others) one.pause()
      try {
        await forgetTyped(this.#terminal)
        return await act()
      } finally {
        for (const one of this.#others.toReversed()) one.resume()
      }
    })
    this.#before = asking.catch(() => undefined)
    return asking
  }

  async #ask(question: Question, leftMs: number, signal: AbortSignal): Promise<PersonsReply> {
    const { out } = this.#terminal
    const by = userInfo().username
    out.write(questionText(question, terminalOf(out)))
    const over = new AbortController()
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      over.abort()
    }, leftMs)
    using _ = { [Symbol.dispose]: () => clearTimeout(timer) }
    signal.addEventListener('abort', () => over.abort(), { once: true })
    for await (const line of linesOf(this.#terminal, over.signal)) {
      const [, word = '', words = ''] = /^\s*(\S*)\s*(.*)$/s.exec(line) ?? []
      if (/^done[.,:!]?$/i.test(word)) return { reply: 'done', words, by }
      if (/^declined?[.,:!]?$/i.test(word)) return { reply: 'declined', words, by }
      out.write(`${HOW}\n> `)
    }
    signal.throwIfAborted()
    if (!isLate) return { reply: 'declined', words: 'the terminal was closed', by }
    const words = `nobody replied within ${inWords(question.withinMs)}`
    out.write(`\n${words}\n`)
    return { reply: 'none', words, by: 'the terminal' }
  }
}

/** What was typed before a question was shown is no answer to it. */
async function forgetTyped({ input }: Terminal): Promise<void> {
  const forget = () => undefined
  input.on('data', forget).resume()
  // Reading begins in the first turn, and what is there has come by the second.
  for (let turn = 0; turn < 2; turn += 1) await nextTurn()
  input.off('data', forget).pause()
}

/** Until the end of the input, or until `signal` aborts: then there is no more. The terminal edits the line. */
async function* linesOf({ input }: Terminal, signal: AbortSignal): AsyncGenerator<string> {
  const reading = createInterface({ input, terminal: false })
  const close = () => reading.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    if (signal.aborted) return
    for await (const line of reading) yield line
  } finally {
    signal.removeEventListener('abort', close)
    reading.close()
  }
}

/** What is to be done, by whom and until when, no wider than the terminal. */
export function questionText(question: Question, terminal: ReturnType<typeof terminalOf>): string {
  const { drill, arm, step, what, who, withinMs } = question
  const { columns } = terminal
  const paint = painter(terminal)
  const head = `Asked of ${printable(who ?? 'you')}, within ${inWords(withinMs)} (${drill}: ${printable(arm)}, ${step})`
  const lines = [
    ...wrapped(head, columns).map((line) => paint('dim', line)),
    ...wrapped(printable(what, 4_000), columns, '  ').map((line) => paint('bold', line)),
    ...wrapped(HOW, columns),
  ]
  return `\n${lines.join('\n')}\n> `
}
