/** Text of strangers, made safe to look at: nothing in it moves a cursor, turns the writing round or hides. */

/** Controls with ESC and newlines, format characters with bidi and zero width, lone surrogates, noncharacters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

/** Each invisible character as `\u{1b}`; longer than `limit` characters, it is cut, and says so. */
export function printable(text: string, limit = 500): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… (${text.length - limit} characters more)` : text
  return cut.replaceAll(INVISIBLE, (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`)
}
