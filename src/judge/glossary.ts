/**
 * Every word of a verdict, with its exact rule. A kind of thing that the judge says is declared with its meaning; this
 * door only lists them, for `docs/glossary.md`.
 */

import { CAUSES } from './causes/index.ts'
import { DOUBTS } from './doubts/index.ts'
import { WORDS } from './glossary-words.ts'
import { FATE_MEANS, FLAG_MEANS, LOSS_MEANS, NEWER_MEANS, VERDICT_MEANS } from './kinds.ts'
import { PROMISES } from './promises/registry.ts'

/** In the order of the page. */
export const KINDS = ['verdict', 'fate', 'flag', 'promise', 'finding', 'cause', 'doubt', 'newer', 'word'] as const

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
  ...Object.entries(PROMISES).map(([term, { MEANING: text }]) => ({ kind: 'promise' as const, term, text })),
  ...listed('finding', LOSS_MEANS),
  ...Object.values(PROMISES).flatMap(({ FINDINGS = {} }) => listed('finding', FINDINGS)),
  ...listed('cause', CAUSES),
  ...DOUBTS.map(({ kind: term, meaning: text }) => ({ kind: 'doubt' as const, term, text })),
  ...listed('newer', NEWER_MEANS),
  ...listed('word', WORDS),
]

function listed(kind: Definition['kind'], meanings: Readonly<Record<string, string>>): readonly Definition[] {
  return Object.entries(meanings).map(([term, text]) => ({ kind, term, text }))
}
