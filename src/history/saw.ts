/** What the editor of a version had seen: devices as numbers, each with how many of its edits; its own included. */

/** Device, count, device, count: a version vector without names. */
export type Saw = readonly number[]

/** `u <= w`: u is w, or an ancestor that the editor of w had seen. */
export function isSeenBy(u: Saw, w: Saw): boolean {
  for (let place = 0; place < u.length; place += 2) {
    if ((u[place + 1] ?? 0) > countIn(w, u[place] ?? -1)) return false
  }
  return true
}

/** The least that has seen all of them. */
export function joined(saws: readonly Saw[]): Saw {
  const counts = new Map<number, number>()
  for (const saw of saws) {
    for (let place = 0; place < saw.length; place += 2) {
      const device = saw[place] ?? -1
      counts.set(device, Math.max(counts.get(device) ?? 0, saw[place + 1] ?? 0))
    }
  }
  return [...counts].flat()
}

function countIn(saw: Saw, device: number): number {
  for (let place = 0; place < saw.length; place += 2) if (saw[place] === device) return saw[place + 1] ?? 0
  return 0
}
