/** What everything that a run makes on an engine needs: where, under which labels, and who is told before. */

import type { Journal } from '../../journal.ts'
import type { Engine } from './engine.ts'
import { labelsOf } from './labels.ts'

export interface Yard {
  readonly engine: Engine
  readonly run: string
  readonly journal: Journal
  readonly labels: Readonly<Record<string, string>>
  /** Containers that the run itself has begun to end, by id: for everybody else they are taboo. */
  readonly ending: Set<string>
}

export function openYard(engine: Engine, run: string, journal: Journal): Yard {
  const { connection, id } = engine
  journal.planned({ kind: 'engine', connection, ...(id !== undefined && { id }) })
  return { engine, run, journal, labels: labelsOf(run), ending: new Set() }
}
