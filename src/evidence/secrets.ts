/**
 * The last look before anything is signed and handed on: no file holds a secret by its value, in any way to write it,
 * and none holds what looks like one. A find refuses the whole bundle, and is told without the secret.
 */

import { Failure, printable } from '../kernel/index.ts'
import type { Files } from './files.ts'

/** Shorter values occur by chance. */
const SHORTEST = 6

/** What is a secret wherever it stands. */
const PATTERNS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/],
  ['a key of AWS', /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a token of GitHub', /\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})/],
  ['a token of Slack', /\bxox[abpr]-[A-Za-z0-9-]{10,}/],
  ['a signed token (JWT)', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ['credentials in a header', /\bauthorization["']?\s*[:=]\s*["']?(basic|bearer|digest)\s+[A-Za-z0-9+/=._~-]{6,}/i],
  ['a password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>]+:[^\s/@"'<>]+@/i],
]

/** Throws a usage `Failure` that names the file and the line. `values` of less than six bytes are refused too. */
export function refuseSecrets(files: Files, values: readonly Buffer[]): void {
  const short = values.find(({ length }) => length < SHORTEST)
  if (short) {
    const why = `expected at least ${SHORTEST} bytes, got ${short.length}: shorter ones occur by chance`
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

interface Spelling {
  readonly how: string
  readonly text: string
  readonly anyCase?: true
}

/** Each way in which programs write a value down. Base64 at all three places where it can begin in a longer text. */
function* spellingsOf(value: Buffer): Generator<Spelling> {
  const text = value.toString('utf8')
  yield { how: 'as it is', text: value.toString('latin1') }
  yield { how: 'in UTF-16', text: Buffer.from(text, 'utf16le').toString('latin1') }
  yield { how: 'in hexadecimal', text: value.toString('hex'), anyCase: true }
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), value])
      .toString('base64')
      .replaceAll('=', '')
    // What the neighbours decide too is not looked for.
    const cut = encoded.slice(shift === 0 ? 0 : shift + 1, (value.length + shift) % 3 === 0 ? undefined : -1)
    yield { how: 'in base64', text: cut }
    yield { how: 'in base64 for addresses', text: cut.replaceAll('+', '-').replaceAll('/', '_') }
  }
  const bytes = [...value]
  const percent = (all: boolean): string =>
    bytes
      .map((byte) => {
        const char = String.fromCharCode(byte)
        return !all && /[A-Za-z0-9_.~-]/.test(char) ? char.toLowerCase() : `%${byte.toString(16).padStart(2, '0')}`
      })
      .join('')
  yield { how: 'in an address', text: percent(false), anyCase: true }
  yield { how: 'in an address', text: percent(true), anyCase: true }
  yield { how: 'in an address', text: percent(false).replaceAll('%20', '+'), anyCase: true }
  yield { how: 'in JSON', text: Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1') }
  const units = Array.from({ length: text.length }, (_, place) => text.charCodeAt(place))
  const escaped = units.map((unit) => unit.toString(16).padStart(4, '0'))
  yield { how: 'in JSON', text: escaped.map((unit) => `\\u${unit}`).join(''), anyCase: true }
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  for (const apostrophe of ["'", '&#39;', '&#x27;', '&apos;'])
    yield { how: 'in HTML', text: Buffer.from(html.replaceAll("'", apostrophe)).toString('latin1') }
}
