/** Which of the names that there are somebody meant who wrote another one. */

/** At most so many are offered: more is the list itself. */
const OFFERED = 3

/** ` (did you mean 'a' or 'b'?)`, or nothing where none is near. */
export function didYouMean(written: string, names: readonly string[]): string {
  const near = nearest(written, names)
  return near.length === 0 ? '' : ` (did you mean ${near.map((name) => `'${name}'`).join(' or ')}?)`
}

/** Those that are a few slips of the fingers away, nearest first; else those that contain what was written. */
function nearest(written: string, names: readonly string[]): readonly string[] {
  const wanted = plain(written)
  if (wanted === '') return []
  const measured = names.map((name) => ({ name, edits: editsBetween(wanted, plain(name)) }))
  const atMost = Math.max(1, Math.floor(wanted.length / 3))
  const slips = measured.filter(({ edits }) => edits <= atMost).toSorted((a, b) => a.edits - b.edits)
  if (slips.length > 0) return slips.slice(0, OFFERED).map(({ name }) => name)
  // `sidekik` for `sidekick-2009`: the beginning of a name, with a slip in it.
  const begun = names.filter((name) => wanted.length >= 4 && beginsLike(wanted, plain(name)))
  if (begun.length > 0 && begun.length <= OFFERED) return begun
  const parts = names.filter((name) => plain(name).includes(wanted))
  return parts.length <= OFFERED ? parts : []
}

function beginsLike(wanted: string, name: string): boolean {
  return [0, 1].some((more) => editsBetween(wanted, name.slice(0, wanted.length + more)) <= 1)
}

/** Capitals, blanks, dashes and the like are the first that one gets wrong. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Letters that are added, left out, replaced, or swapped with their neighbour. */
function editsBetween(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let place = 1; place <= other.length; place += 1) {
      const cost = one[row - 1] === other[place - 1] ? 0 : 1
      const isSwap = one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1]
      current[place] = Math.min(
        (last[place] ?? 0) + 1,
        (current[place - 1] ?? 0) + 1,
        (last[place - 1] ?? 0) + cost,
        isSwap && row > 1 ? (beforeLast[place - 2] ?? 0) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}
