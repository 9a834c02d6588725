/** Takes secrets out of what is written down, by their values, in whatever way a program has spelt them. */

import { SHORTEST_SECRET, spellingsOf } from './spellings.ts'

export const REDACTED = '***'

/** Of so many characters it is looked up whether a secret may begin there. */
const KEY = 4
const TABLE_BITS = 20
const BEYOND_ASCII = /[^\0-\u007f]/

/** Spellings of one length that begin alike. */
interface Alike {
  readonly length: number
  readonly exact: Set<string>
  /** In small letters. */
  readonly anyCase: Set<string>
}

export class Redactor {
  /** By their first characters in small letters; the longest first, as one may hold another. */
  readonly #spellings = new Map<string, Alike[]>()
  readonly #known = new Set<string>()
  readonly #table = new Uint8Array(1 << TABLE_BITS)

  /** From now on. Values of less than six bytes are not looked for: they occur by chance. A line at a time, of many. */
  learn(secret: string): void {
    for (const line of secret.split(/\r?\n/)) if (!this.#known.has(line)) this.#learnLine(line)
  }

  /** Who signs in, as `Basic` has it too: the name with it, so that nothing of the header is left. */
  learnAccount(user: string, password: string): void {
    this.learn(password)
    if (Buffer.byteLength(password) >= SHORTEST_SECRET)
      this.learn(Buffer.from(`${user}:${password}`).toString('base64'))
  }

  /** The text itself, where it holds none. */
  text(text: string): string {
    if (this.#known.size === 0) return text
    const isPlain = !BEYOND_ASCII.test(text)
    const bytes = isPlain ? text : Buffer.from(text).toString('latin1')
    const redacted = this.#redacted(bytes)
    if (redacted === undefined) return text
    return isPlain ? redacted : Buffer.from(redacted, 'latin1').toString()
  }

  #learnLine(line: string): void {
    const value = Buffer.from(line)
    if (value.length < SHORTEST_SECRET) return
    this.#known.add(line)
    for (const { text, anyCase } of spellingsOf(value)) {
      const { length } = text
      const key = small(text.slice(0, KEY))
      const alike = this.#spellings.get(key) ?? []
      let own = alike.find((one) => one.length === length)
      if (!own) {
        own = { length, exact: new Set(), anyCase: new Set() }
        this.#spellings.set(
          key,
          [...alike, own].toSorted((one, other) => other.length - one.length),
        )
      }
      const set = anyCase ? own.anyCase : own.exact
      set.add(text)
      let rolling = 0
      for (let at = 0; at < KEY; at += 1) rolling = (rolling << 8) | key.charCodeAt(at)
      this.#table[placeOf(rolling)] = 1
    }
  }

  /** Undefined where there is nothing to redact: nearly always, so that this is made quick. */
  #redacted(bytes: string): string | undefined {
    let rolling = 0
    let from = 0
    let redacted = ''
    for (let at = 0; at < bytes.length; at += 1) {
      const code = bytes.charCodeAt(at)
      rolling = (rolling << 8) | (code >= 65 && code <= 90 ? code + 32 : code)
      if (this.#table[placeOf(rolling)] === 0) continue
      const begin = at - KEY + 1
      if (begin < from) continue
      const length = this.#lengthAt(bytes, begin)
      if (length === 0) continue
      redacted += bytes.slice(from, begin) + REDACTED
      from = begin + length
    }
    return from === 0 ? undefined : redacted + bytes.slice(from)
  }

  /** Of the longest spelling that begins there; 0 where none does. */
  #lengthAt(bytes: string, begin: number): number {
    const alike = this.#spellings.get(small(bytes.slice(begin, begin + KEY)))
    const found = alike?.find(({ length, exact, anyCase }) => {
      const part = bytes.slice(begin, begin + length)
      return exact.has(part) || (anyCase.size > 0 && anyCase.has(small(part)))
    })
    return found?.length ?? 0
  }
}

/** Letters beyond ASCII stand for bytes here, and stay. */
const small = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())

const placeOf = (rolling: number): number => Math.imul(rolling, 0x9e3779b1) >>> (32 - TABLE_BITS)

/** What this process writes nowhere. A process has one run; whatever is a secret of it stays one. */
export const withheld = new Redactor()
