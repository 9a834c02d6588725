/**
 * What of an entry is a text of somebody's, and no name or number of ours: only that can hold a secret, and only that
 * is looked through for one. Of requests and answers, neither headers nor contents are in any entry.
 */

import { withheld } from '../kernel/index.ts'
import type { Entry } from './entries.ts'

const FREE = ['because', 'text', 'tail', 'told', 'command', 'what', 'question', 'words'] as const

/** The entry itself, where there is nothing to take out of it. */
export function withoutSecrets<E extends Entry>(entry: E): E {
  const members = entry as Readonly<Partial<Record<(typeof FREE)[number], unknown>>>
  let changed: E | undefined
  for (const name of FREE) {
    const value = members[name]
    // What is replaced is a part of the site, by its name.
    if (value === undefined || entry.is === 'replaced') continue
    const redacted = redactedIn(value)
    if (redacted !== value) changed = { ...(changed ?? entry), [name]: redacted }
  }
  return changed ?? entry
}

function redactedIn(value: unknown): unknown {
  if (typeof value === 'string') return withheld.text(value)
  if (!Array.isArray(value)) return value
  const redacted = value.map(redactedIn)
  return redacted.some((one, place) => one !== value[place]) ? redacted : value
}
