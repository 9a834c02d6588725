/** What a run has sent to a service that is somebody else's, and what it has left there, in words. */

import { counted } from '../kernel/index.ts'
import type { Sent } from '../runtime/index.ts'

const SHOWN = 5

export function sentInWords(sent: Sent): readonly string[] {
  const { to, counts, planned, refused } = sent
  const writes = (['create', 'change', 'delete'] as const).map((kind) => `${counts[kind]} of ${planned[kind]} ${kind}`)
  const not = refused > 0 ? [`${counted(refused, 'change')} not sent: of records that the run had not written`] : []
  return [
    `to ${to.join(', ')}: ${writes.join(', ')} that were planned`,
    `${counts.again} sent again, ${counts.read} read, ${counts['sign in']} sign in`,
    ...not,
    leftInWords(sent),
  ]
}

/** In one sentence. */
export function leftInWords({ counts, deleted, kept, left, made, unheard }: Sent): string {
  if (counts.create === 0 && made.length === 0) return 'nothing was written there'
  const stays = made.length > 0 ? `; made, and left: ${made.join(', ')}` : ''
  const late = unheard > 0 ? `; ${counted(unheard, 'record')} nobody has answered for: they may still appear` : ''
  const also = `${stays}${late}`
  if (kept) return `what was written there stays, as asked for${also}`
  const gone = `${counted(deleted, 'record')} that this run wrote ${deleted === 1 ? 'was' : 'were'} deleted there`
  if (left.length === 0) return `${gone}, and none is left${also}`
  const more = left.length > SHOWN ? `, and ${left.length - SHOWN} more` : ''
  return `${gone}; still there: ${left.slice(0, SHOWN).join('; ')}${more}${also}`
}
