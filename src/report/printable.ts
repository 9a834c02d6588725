/** Text of strangers, made safe to look at: nothing in it moves a cursor, turns the writing round or hides. */

/** Controls with ESC and newlines, format characters with bidi and zero width, lone surrogates, noncharacters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

/** Each invisible character as `\u{1b}`; longer than `limit` characters, it is cut, and says so. */
export function printable(text: string, limit = 500): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… (${text.length - limit} characters more)` : text
  return cut.replaceAll(INVISIBLE, (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`)
}

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

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** One word of a POSIX shell, whatever it contains. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
