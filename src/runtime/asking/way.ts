/**
 * How somebody is asked, and answers, as the command line has it: a command, a webhook, or the person at the terminal.
 * It stands in the environment, so that every process of a run knows the same.
 */

import { resolve } from 'node:path'
import { Failure } from '../../kernel/index.ts'
import { ASKING } from './variables.ts'

export type Way =
  | { readonly through: 'command'; readonly argv: readonly string[] }
  | { readonly through: 'webhook' | 'terminal'; readonly url: URL; readonly token?: string }

export interface AskingFlags {
  readonly askCommand?: string
  readonly askUrl?: string
}

/** As the options of a command have it; for every process from now on. Throws a usage `Failure` for both at once. */
export function askBy({ askCommand, askUrl }: AskingFlags): void {
  if (askCommand !== undefined) {
    const [program = '', ...rest] = wordsOf(askCommand)
    process.env[ASKING.command] = [program.includes('/') ? resolve(program) : program, ...rest].join(' ')
  }
  if (askUrl !== undefined) process.env[ASKING.url] = askUrl
  wayToAsk()
}

/** Undefined where nobody can be asked. Throws a usage `Failure` that names the option. */
export function wayToAsk(env: NodeJS.ProcessEnv = process.env): Way | undefined {
  const said = (name: string) => (env[name] === '' ? undefined : env[name])
  const [command, url, token, terminal] = [ASKING.command, ASKING.url, ASKING.token, ASKING.terminal].map(said)
  if (command !== undefined && url !== undefined) {
    throw new Failure('usage', '--ask-command, --ask-url: expected one of both, got both')
  }
  if (command !== undefined) return { through: 'command', argv: wordsOf(command) }
  if (url !== undefined) return { through: 'webhook', url: webhookIn(url), ...(token !== undefined && { token }) }
  return terminal === undefined ? undefined : { through: 'terminal', url: new URL(terminal) }
}

function wordsOf(command: string): readonly string[] {
  const words = command.split(/\s+/).filter(Boolean)
  if (words.length === 0) throw new Failure('usage', '--ask-command: expected a program and its arguments, got none')
  return words
}

function webhookIn(text: string): URL {
  const url = URL.parse(text)
  const isOne = url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === ''
  if (isOne) return url
  const expected = `a URL such as https://ci.example/asked, without a password in it (${ASKING.token} takes a token)`
  throw new Failure('usage', `--ask-url: expected ${expected}`)
}
