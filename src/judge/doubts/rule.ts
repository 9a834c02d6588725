/** How a kind of doubt is found and said; one file each. */

import type { History } from '../../history/index.ts'
import type { Assessed } from '../assess.ts'
import type { Doubt } from './doubt.ts'

export interface DoubtRule {
  readonly kind: string
  readonly voids: Doubt['voids']
  /** What it means, for the glossary: two or three plain sentences with the exact rule. */
  readonly meaning: string
  /** One for each thing that it is about. */
  readonly find: (history: History, assessed: Assessed) => readonly Partial<Doubt>[]
  /** One sentence, without its full stop. */
  readonly inWords: (doubt: Doubt) => string
}
