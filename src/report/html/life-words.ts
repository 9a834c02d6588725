/** Who shows a record, how, and what a restore did, in words. */

import type { RestoreMark } from '../../history/index.ts'
import type { Party } from '../../ledger/index.ts'

export function whoseOf(party: Party): string {
  if (party.kind === 'server') return 'the server'
  if (party.kind === 'copy') return `copy ${party.copy}`
  if (party.kind === 'salvage') return `${party.volume}, read by ${party.extractor},`
  if (party.kind === 'new device') return 'a brand-new device'
  return party.device
}

export function holds({ kind }: Party): string {
  if (kind === 'aside') return 'holds, without showing it,'
  if (kind === 'outbox') return 'has not sent'
  return kind === 'copy' || kind === 'salvage' ? 'holds' : 'shows'
}

export function restored({ from, copy = from, state, because }: RestoreMark): string {
  return state === 'refused' ? `${copy} is refused: ${because}` : `restored from ${copy}`
}
