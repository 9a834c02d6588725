/** Secrets that services are told by their environment: known by the names that such variables have. */

import type { Named } from './site.ts'

const NAMES = /(pass(word|wd|phrase)?|secret|token|api_?key|private_?key|credentials?)(_|$)/i
/** `postgres://sync:geheim@db/sync` */
const IN_ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/i
/** A guess by a name must not take every `postgres` out of a log: what looks like a word is none. */
const WORD = /^[a-z]{0,15}$/i

export function secretsIn(env: Named<string>): readonly string[] {
  return Object.entries(env)
    .flatMap(([name, value]) => {
      const { 1: password } = IN_ADDRESS.exec(value) ?? []
      return [...(NAMES.test(name) ? [value] : []), ...(password === undefined ? [] : [password])]
    })
    .filter((value) => !WORD.test(value))
}
