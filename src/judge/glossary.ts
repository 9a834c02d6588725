/**
 * Every word of a verdict, with its exact rule. A kind of thing that the judge says is declared with its meaning; this
 * door only lists them, for `docs/glossary.md`.
 */

import { FATE_MEANS, FLAG_MEANS, VERDICT_MEANS, WORDS } from './meanings.ts'

/** In the order of the page. */
export const KINDS = ['verdict', 'fate', 'flag', 'promise', 'doubt', 'word'] as const

export interface Definition {
  readonly kind: (typeof KINDS)[number]
  readonly term: string
  /** Two or three plain sentences, the rule among them. */
  readonly text: string
}

export const GLOSSARY: readonly Definition[] = [
  ...listed('verdict', VERDICT_MEANS),
  ...listed('fate', FATE_MEANS),
  ...listed('flag', FLAG_MEANS),
  ...listed('word', WORDS),
]

function listed(kind: Definition['kind'], meanings: Readonly<Record<string, string>>): readonly Definition[] {
  return Object.entries(meanings).map(([term, text]) => ({ kind, term, text }))
}
