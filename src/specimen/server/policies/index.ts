/** Which conflict policy each class has. */

import type { RecordClass } from '../classes.ts'
import { highest } from './highest.ts'
import { keepBoth } from './keep-both.ts'
import { lastWriter, lastWriterRevives } from './last-writer.ts'
import { merge } from './merge.ts'
import type { Policy } from './policy.ts'

export const POLICIES: Readonly<Record<RecordClass, Policy>> = {
  contacts: merge,
  calendar: lastWriterRevives,
  notes: keepBoth,
  tasks: lastWriter,
  photos: keepBoth,
  scores: highest,
}
