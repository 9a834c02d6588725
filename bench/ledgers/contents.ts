/**
 * Made-up names and fingerprints, always the same for the same numbers. Each is a string of its own, in one piece, as
 * the parser of a ledger makes them: what a judge keeps of them costs what it would cost in a real run.
 */

const DIGITS = Buffer.from('0123456789abcdef')
const paper = Buffer.alloc(64)

/** Spreads a number over 32 bits (the last steps of MurmurHash3). */
export function mixed(value: number): number {
  let spread = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  spread = Math.imul(spread ^ (spread >>> 13), 0xc2b2ae35)
  return (spread ^ (spread >>> 16)) >>> 0
}

/** So many hexadecimal digits (a multiple of eight) of what two numbers come to, after a beginning. */
export function hexOf(digits: number, one: number, other: number, opening = ''): string {
  const from = opening === '' ? 0 : paper.write(opening, 'latin1')
  for (let place = 0; place < digits; place += 8) {
    let word = mixed(one ^ mixed(other + place))
    for (let nibble = 0; nibble < 8; nibble += 1) {
      paper[from + place + nibble] = DIGITS[word & 15] ?? 0
      word >>>= 4
    }
  }
  return paper.toString('latin1', 0, from + digits)
}

/** As it stands, in one piece: what `+` and templates make are two pieces and a knot. */
export function inOnePiece(text: string): string {
  return paper.toString('latin1', 0, paper.write(text, 'latin1'))
}
