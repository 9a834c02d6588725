/** Versions of a record: a token that travels inside the payload, and a vector that says what its editor had seen. */

/** Unique in a run: the device that made the edit, a dot, and that device's edit counter: `phone-3.12`. */
export type Token = string

/** For each device, how many of its edits the editor had seen, its own included. */
export type VersionVector = Readonly<Record<string, number>>

export function tokenOf(device: string, counter: number): Token {
  return `${device}.${counter}`
}

/** `u <= w`: u is w, or an ancestor that the editor of w had seen. */
export function isSeenBy(u: VersionVector, w: VersionVector): boolean {
  return Object.entries(u).every(([device, counter]) => counter <= (w[device] ?? 0))
}

/** The least vector that has seen all of them. */
export function join(...vectors: readonly VersionVector[]): VersionVector {
  const joined: Record<string, number> = {}
  for (const vector of vectors) {
    for (const [device, counter] of Object.entries(vector)) {
      joined[device] = Math.max(joined[device] ?? 0, counter)
    }
  }
  return joined
}
