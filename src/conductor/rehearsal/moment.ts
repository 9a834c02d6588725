/** How things stand at a step of a rehearsal, in lines, and which of them have changed since. */

import type { History } from '../../history/index.ts'
import { counted } from '../../kernel/index.ts'

/** Each line by what it is about. */
export type Standing = ReadonlyMap<string, string>

export function standingOf(history: History): Standing {
  const { edits, accounts, services, copies, restores, injuries } = history
  const lines = new Map<string, string>()
  const { acked, rejected, indeterminate } = edits
  if (edits.made > 0) {
    lines.set('edits', `${edits.made} edits: ${acked} acknowledged, ${rejected} rejected, ${indeterminate} unknown`)
  }
  const looks = accounts.flatMap(({ looks: all }) => all.findLast(({ state }) => state !== 'open') ?? [])
  if (looks.length > 0) {
    const rows = looks.reduce((sum, { rows: shown }) => sum + shown, 0)
    const unread = looks.filter(({ state }) => state !== 'complete').length
    const not = unread > 0 ? `; ${counted(unread, 'account')} could not be read` : ''
    lines.set('records', `the server shows ${counted(rows, 'record')} of ${counted(looks.length, 'account')}${not}`)
  }
  for (const { service, version, state } of services)
    lines.set(`service ${service}`, `${service}: ${version}, ${state}`)
  const held = copies.filter(({ deleted, claimed }) => !deleted && claimed === 'ok')
  for (const { copy, claimed } of held) lines.set(`copy ${copy}`, `copy ${copy}: claimed ${claimed}`)
  const restored = restores.filter(({ state }) => state === 'end' || state === 'refused')
  for (const { step, copy = 'devices', state, at } of restored) {
    lines.set(`restore ${at}`, `${state === 'end' ? 'restored' : 'refused'}: ${copy} at ${step}`)
  }
  for (const { id, name, on, injected, until } of injuries) {
    if (injected) lines.set(`injury ${id}`, `${name} on ${on.join(', ')}: ${until === Infinity ? 'there' : 'healed'}`)
  }
  return lines
}

/** `the server shows 12 records of 1 account (before: 40 records of 1 account)`. */
export function changedSince(before: Standing, now: Standing): readonly string[] {
  return [...now].flatMap(([about, line]) => {
    const was = before.get(about)
    if (was === line) return []
    return [was === undefined ? line : `${line} (before: ${was})`]
  })
}
