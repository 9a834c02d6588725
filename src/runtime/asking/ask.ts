/** Somebody is asked to do something that the run cannot do itself, and says when it is done, or that it is not. */

import { Failure, inWords, reasonOf } from '../../kernel/index.ts'
import type { RunningSite } from '../runtime.ts'
import { ASKING } from './variables.ts'
import type { Way } from './way.ts'
import { askByRequest } from './request.ts'

/** What a command reads on its standard input, and a webhook is sent, as JSON. */
export interface Question {
  readonly drill: string
  readonly arm: string
  readonly run: string
  /** `recovery.1`. */
  readonly step: string
  /** What is to be done, as the drill says it. */
  readonly what: string
  /** Who is to do it, where the drill says so. */
  readonly who?: string
  /** Milliseconds until nobody waits for the reply any more. */
  readonly withinMs: number
}

export interface Reply {
  /** `none`: nobody replied in time, or could be asked. */
  readonly reply: 'done' | 'declined' | 'none'
  /** What was said with it, at most 2,000 characters; of `none`, why. */
  readonly words: string
  /** A user's name, a command, or where a webhook is. */
  readonly by: string
  readonly through: Way['through']
}

interface Asking {
  readonly site: Pick<RunningSite, 'execute'>
  readonly signal: AbortSignal
  readonly way?: Way
}

const LONGEST_WORDS = 2_000
const IN_TIME = 124

/** Where somebody is asked, for the ledger: never more of an address than its host. */
export function placeOf(way: Way | undefined): string {
  if (!way) return 'nobody'
  return way.through === 'command' ? way.argv.join(' ') : way.through === 'terminal' ? 'the terminal' : way.url.host
}

/** Resolves with the reply, at the latest when its time is up; rejects only when `signal` aborts. */
export async function askSomebody(question: Question, { site, signal, way }: Asking): Promise<Reply> {
  if (!way) throw new Failure('usage', nobodyIn(question))
  const reply = way.through === 'command' ? byCommand(question, way.argv, site) : inTime(question, way, signal)
  const { words, ...rest } = await untilAborted(reply, signal)
  return { ...rest, words: words.trim().slice(0, LONGEST_WORDS) }
}

/** Why a drill is refused where nobody can be asked. */
export function nobodyIn({ step, what }: Pick<Question, 'step' | 'what'>): string {
  const ways = `a terminal, --ask-command <command> (${ASKING.command}) or --ask-url <url> (${ASKING.url})`
  return `${step}: somebody has to be asked ('${what}'): expected ${ways}, got none`
}

async function byCommand(
  question: Question,
  argv: readonly string[],
  site: Pick<RunningSite, 'execute'>,
): Promise<Reply> {
  const whoever = { by: argv.join(' '), through: 'command' } as const
  try {
    const input = `${JSON.stringify(question)}\n`
    const { code, stdout, output } = await site.execute(argv, { atMostMs: question.withinMs, input })
    if (code === IN_TIME) return { ...whoever, reply: 'none', words: lateIn(question) }
    if (code === 0) return { ...whoever, reply: 'done', words: stdout }
    return { ...whoever, reply: 'declined', words: stdout.trim() || output.trim() || `exit code ${code}` }
  } catch (thrown) {
    return { ...whoever, reply: 'none', words: reasonOf(thrown) }
  }
}

async function inTime(
  question: Question,
  way: Extract<Way, { readonly url: URL }>,
  signal: AbortSignal,
): Promise<Reply> {
  const ending = new AbortController()
  const end = () => ending.abort(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    ending.abort(new Error(lateIn(question)))
  }, question.withinMs)
  try {
    return await askByRequest(question, way, ending.signal)
  } catch (thrown) {
    const words = isLate ? lateIn(question) : whyIn(thrown)
    return { reply: 'none', words, by: placeOf(way), through: way.through }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

const lateIn = ({ withinMs }: Question): string => `nobody replied within ${inWords(withinMs)}`

/** What `fetch` throws says why only inside. */
function whyIn(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? `: ${reasonOf(thrown.cause)}` : ''
  return `${reasonOf(thrown)}${cause}`
}

function untilAborted<T>(doing: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const tell = () => aborted.reject(signal.reason as Error)
  signal.addEventListener('abort', tell, { once: true })
  aborted.promise.catch(() => undefined)
  return Promise.race([doing, aborted.promise]).finally(() => signal.removeEventListener('abort', tell))
}
