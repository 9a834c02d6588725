/** Processes as the kernel shows them: who is who, who carries a marker, and who has stopped. Linux only. */

import { readdirSync, readFileSync } from 'node:fs'

interface Stat {
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly started: string
}

/** Undefined when there is no such process (any more). A zombie is none: it only waits to be counted. */
export function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may contain anything, parentheses too.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = 'X', parent = '0', group = '0'] = fields
    return state === 'Z' || state === 'X'
      ? undefined
      : { state, parent: Number(parent), group: Number(group), started: fields[19] ?? '' }
  } catch {
    return undefined
  }
}

/** Clock ticks since boot at which it started: with the number, its identity. */
export function startOf(pid: number): string | undefined {
  return statOf(pid)?.started
}

export function isSame(pid: number, started: string): boolean {
  return startOf(pid) === started
}

/** Processes whose environment holds `name=value`, this one aside. */
export function carriersOf(name: string, value: string): readonly number[] {
  const wanted = `${name}=${value}`
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && statOf(pid) !== undefined && environmentOf(pid).includes(wanted))
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return []
  }
}

/** SIGKILL ends stopped processes too; never continued first, for nothing of theirs may run again. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was quicker.
    }
  }
}
