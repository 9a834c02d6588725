/** How programs write a value down: as it is, in hexadecimal, in base64, in addresses, in JSON, in HTML. */

/** Shorter values occur by chance. */
export const SHORTEST_SECRET = 6

interface Spelling {
  readonly how: string
  readonly text: string
  readonly anyCase?: true
}

/**
 * Texts in which each character stands for a byte (latin1). Base64 at all three places where it can begin in a longer
 * text.
 */
export function* spellingsOf(value: Buffer): Generator<Spelling> {
  const text = value.toString('utf8')
  yield { how: 'as it is', text: value.toString('latin1') }
  yield { how: 'in UTF-16', text: Buffer.from(text, 'utf16le').toString('latin1') }
  yield { how: 'in hexadecimal', text: value.toString('hex'), anyCase: true }
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), value])
      .toString('base64')
      .replaceAll('=', '')
    // What the neighbours decide too is not looked for.
    const cut = encoded.slice(shift === 0 ? 0 : shift + 1, (value.length + shift) % 3 === 0 ? undefined : -1)
    yield { how: 'in base64', text: cut }
    yield { how: 'in base64 for addresses', text: cut.replaceAll('+', '-').replaceAll('/', '_') }
  }
  const bytes = [...value]
  const percent = (all: boolean): string =>
    bytes
      .map((byte) => {
        const char = String.fromCharCode(byte)
        return !all && /[A-Za-z0-9_.~-]/.test(char) ? char.toLowerCase() : `%${byte.toString(16).padStart(2, '0')}`
      })
      .join('')
  yield { how: 'in an address', text: percent(false), anyCase: true }
  yield { how: 'in an address', text: percent(true), anyCase: true }
  yield { how: 'in an address', text: percent(false).replaceAll('%20', '+'), anyCase: true }
  yield { how: 'in JSON', text: Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1') }
  const units = Array.from({ length: text.length }, (_, place) => text.charCodeAt(place))
  const escaped = units.map((unit) => unit.toString(16).padStart(4, '0'))
  yield { how: 'in JSON', text: escaped.map((unit) => `\\u${unit}`).join(''), anyCase: true }
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  for (const apostrophe of ["'", '&#39;', '&#x27;', '&apos;'])
    yield { how: 'in HTML', text: Buffer.from(html.replaceAll("'", apostrophe)).toString('latin1') }
}
