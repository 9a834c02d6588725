/** Processes as the kernel shows them: who is who, who carries a marker, and who has stopped. Linux only. */

import { readdirSync, readFileSync } from 'node:fs'
import type { Usage } from './usage.ts'

interface Stat {
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly started: string
  /** Of itself and of children that it has waited for, in ticks. */
  readonly ticks: number
}

/** In what the kernel tells of processes: the same on every Linux, whatever its own clock. */
const TICKS_PER_SECOND = 100

/** Undefined when there is no such process (any more). A zombie is none: it only waits to be counted. */
export function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may contain anything, parentheses too.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = 'X', parent = '0', group = '0'] = fields
    return state === 'Z' || state === 'X'
      ? undefined
      : {
          state,
          parent: Number(parent),
          group: Number(group),
          started: fields[19] ?? '',
          ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
        }
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
  return everybody().filter(
    (pid) => pid !== process.pid && statOf(pid) !== undefined && environmentOf(pid).includes(wanted),
  )
}

/** Processes whose environment holds that name, by its value. This one aside, and whoever is not ours to ask. */
export function carriersByValue(name: string): ReadonlyMap<string, readonly number[]> {
  const start = `${name}=`
  const found = everybody().flatMap((pid) => {
    const value = environmentOf(pid).find((one) => one.startsWith(start))
    const isOther = value !== undefined && pid !== process.pid && statOf(pid) !== undefined
    return isOther ? [{ pid, value: value.slice(start.length) }] : []
  })
  const groups = Map.groupBy(found, ({ value }) => value)
  return new Map([...groups].map(([value, all]) => [value, all.map(({ pid }) => pid)]))
}

/** As it was called; empty of one that is gone. */
export function argumentsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  } catch {
    return []
  }
}

export function everybody(): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
}

/** Of a process group; memory as the sum of what is resident now. Undefined when nobody is in it. */
export function usageOfGroup(group: number): Usage | undefined {
  const members = everybody().flatMap((pid) => {
    const stat = statOf(pid)
    return stat?.group === group ? [{ pid, stat }] : []
  })
  if (members.length === 0) return undefined
  const ticks = members.reduce((sum, { stat }) => sum + stat.ticks, 0)
  const memoryBytes = members.reduce((sum, { pid }) => sum + memoryOf(pid, 'VmRSS'), 0)
  return { cpuMs: (ticks * 1_000) / TICKS_PER_SECOND, memoryBytes }
}

/** Of this process. */
export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage()
  // What the kernel calls the maximum in `getrusage` is that of whoever started this program, too.
  const memoryBytes = memoryOf(process.pid, 'VmHWM') || process.memoryUsage.rss()
  return { cpuMs: (user + system) / 1_000, memoryBytes }
}

/** Bytes: resident now, or at most. None where it cannot be told. */
function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1_024
  } catch {
    return 0
  }
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
