/** Text of strangers on a terminal: how wide it is, and how a shell reads it. */

export { printable } from '../kernel/index.ts'

/** Two columns in a terminal: East Asian wide and full width, and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u
const NO_WIDTH = /\p{M}/u

/** How many columns of a terminal printable text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** In so many columns, the last of them a mark where something was cut. */
export function cut(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line
  let kept = ''
  for (const character of line) {
    if (widthOf(kept) + widthOf(character) >= columns) break
    kept += character
  }
  return `${kept}…`
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** One word of a POSIX shell, whatever it contains. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
