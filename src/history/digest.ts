/** A hash of the ledger as one number, to be compared and never printed. */

/** Of a hash no more is looked at: its last 64 bits, in hexadecimal digits. */
export const LOOKED_AT = 16

/**
 * 53 bits of a text, by multiplying each half of it and mixing the two. Two hashes of different content agree once in
 * nine thousand million million; they are only ever compared within one record.
 */
export function digestOf(text: string | undefined): number {
  if (text === undefined) return 0
  const end = text.length
  const from = Math.max(0, end - LOOKED_AT)
  const middle = (from + end) >>> 1
  let one = 0x9e3779b1 ^ end
  let other = 0x85ebca77
  for (let place = from; place < middle; place += 1) one = Math.imul(one ^ text.charCodeAt(place), 0xc2b2ae3d)
  for (let place = middle; place < end; place += 1) other = Math.imul(other ^ text.charCodeAt(place), 0x27d4eb2f)
  one = Math.imul(one ^ (one >>> 15), 0x735a2d97) ^ Math.imul(other ^ (other >>> 13), 0xcaf649a9)
  other = Math.imul(other ^ (other >>> 15), 0x735a2d97) ^ Math.imul(one ^ (one >>> 13), 0xcaf649a9)
  // Never 0, which stands for content that is absent.
  return 1 + (other & 0x1fffff) * 0x100000000 + (one >>> 0)
}
