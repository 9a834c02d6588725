/** What earlier runs left: nothing is touched here, `cleanup` does that. */

import { counted } from '../../kernel/index.ts'
import { leftBehind, type LeftBehind } from '../../runtime/index.ts'
import type { Finding } from './finding.ts'

export function leftoversHere({ dead, alive }: LeftBehind = leftBehind()): Finding {
  const part = 'leftovers'
  const going = alive.length === 0 ? '' : `${counted(alive.length, 'run')} alive (${alive.join(', ')})`
  if (dead.length === 0) return { part, fitness: 'fit', found: going || 'none' }
  const found = `${counted(dead.length, 'run')} ended without removing what it made (${dead.join(', ')})`
  return {
    part,
    fitness: 'limited',
    found: going ? `${found}; ${going}` : found,
    advice: "'syncdrill cleanup' removes it",
  }
}
