/** What a run has left in a service that is somebody else's, in one sentence. */

import { counted } from '../kernel/index.ts'
import type { Sent } from '../stage/index.ts'

const SHOWN = 5

export function leftInWords({ counts, deleted, kept, left, made }: Sent): string {
  if (counts.create === 0 && made.length === 0) return 'nothing was written there'
  const also = made.length > 0 ? `; made, and left: ${made.join(', ')}` : ''
  if (kept) return `what was written there stays, as asked for${also}`
  const gone = `${counted(deleted, 'record')} that this run wrote ${deleted === 1 ? 'was' : 'were'} deleted there`
  if (left.length === 0) return `${gone}, and none is left${also}`
  const more = left.length > SHOWN ? `, and ${left.length - SHOWN} more` : ''
  return `${gone}; still there: ${left.slice(0, SHOWN).join('; ')}${more}${also}`
}
