/**
 * The last look before anything is signed and handed on: no file holds a secret by its value, in any way to write it,
 * and none holds what looks like one. A find refuses the whole bundle, and is told without the secret.
 */

import { Failure, printable } from '../kernel/index.ts'
import { SHORTEST_SECRET, spellingsOf } from '../kernel/spellings.ts'
import type { Files } from './files.ts'

/** What is a secret wherever it stands. */
const PATTERNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/],
  ['a key of AWS', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of GitHub', /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})/],
  ['a token of Slack', /\bxox[abpr]-[A-Za-z0-9-]{10,}/],
  ['a signed token (JWT)', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ['credentials in a header', /\bauthorization["']?\s*[:=]\s*["']?(basic|bearer|digest)\s+[A-Za-z0-9+/=._~-]{6,}/i],
  ['a password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>]+:(?!\*\*\*@)[^\s/@"'<>]+@/i],
]

/** Throws a usage `Failure` that names the file and the line. `values` of less than six bytes are refused too. */
export function refuseSecrets(files: Files, values: readonly Buffer[]): void {
  const short = values.find(({ length }) => length < SHORTEST_SECRET)
  if (short) {
    const why = `expected at least ${SHORTEST_SECRET} bytes, got ${short.length}: shorter ones occur by chance`
    throw new Failure('usage', `secret: ${why}`)
  }
  const spellings = values.flatMap((value) => [...spellingsOf(value)])
  for (const [name, bytes] of files) {
    // As bytes, so that a place is a place whatever the encoding of the file is.
    const content = bytes.toString('latin1')
    const lower = content.toLowerCase()
    for (const { how, text, anyCase } of spellings) {
      const at = (anyCase ? lower : content).indexOf(text)
      if (at >= 0) throw found(name, content, at, `a secret that you named, ${how}`)
    }
    for (const [what, pattern] of PATTERNS) {
      const at = content.search(pattern)
      if (at >= 0) throw found(name, content, at, `what looks like ${what}`)
    }
  }
}

function found(name: string, content: string, at: number, what: string): Failure {
  const line = content.slice(0, at).split('\n').length
  return new Failure('usage', `seal: ${printable(name)}, line ${line}: holds ${what}; nothing was signed`)
}
