/** The lines of a vCard 3.0 (RFC 2426): folded at 75 octets, escaped, and read back whoever refolded them since. */

export interface Property {
  readonly name: string
  /** As they stand before the colon, `TYPE=CELL`. */
  readonly parameters: readonly string[]
  /** As it stands behind the colon, still escaped. */
  readonly value: string
}

const FOLD = 75

/** One card, its lines folded. */
export function written(properties: readonly Property[]): string {
  const lines = properties.map(({ name, parameters, value }) => `${[name, ...parameters].join(';')}:${value}`)
  return ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD'].map((line) => `${folded(line)}\r\n`).join('')
}

/** Undefined for what is not one card. In the order of the text; the frame of the card is left out. */
export function readCard(text: string): readonly Property[] | undefined {
  const lines = unfolded(text)
  if (!/^BEGIN:VCARD$/i.test(lines[0] ?? '') || !/^END:VCARD$/i.test(lines.at(-1) ?? '')) return undefined
  const properties = lines.slice(1, -1).map(property)
  if (properties.some((one) => one === undefined || one.name === 'BEGIN' || one.name === 'END')) return undefined
  return properties.flatMap((one) => (one && one.name !== 'VERSION' ? [one] : []))
}

/** A text as a value: what separates is escaped, and a line stays one line. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (one) => `\\${one}`).replaceAll('\n', '\\n')
}

export function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/gs, (_, one: string) => (one === 'n' || one === 'N' ? '\n' : one))
}

/** The parts of a structured value, split where a semicolon is not escaped. */
export function partsOf(value: string): readonly string[] {
  const parts = ['']
  for (const [one] of value.matchAll(/\\.|./gs)) {
    if (one === ';') parts.push('')
    else parts.push(`${parts.pop()}${one}`)
  }
  return parts.map(unescaped)
}

function unfolded(text: string): readonly string[] {
  const lines: string[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (/^[ \t]/.test(line) && lines.length > 0) lines.push(`${lines.pop()}${line.slice(1)}`)
    else if (line !== '') lines.push(line)
  }
  return lines
}

/** `item1.TEL;TYPE="a;b":value`: a group is dropped, and quotes hide what would separate. */
function property(line: string): Property | undefined {
  const match =
    /^(?:[A-Za-z0-9-]+\.)?(?<name>[A-Za-z0-9-]+)(?<parameters>(?:;(?:"[^"]*"|[^":;])*)*):(?<value>.*)$/s.exec(line)
  const { name, parameters = '', value = '' } = match?.groups ?? {}
  if (name === undefined) return undefined
  const each = [...parameters.matchAll(/;((?:"[^"]*"|[^":;])*)/g)].map(([, one]) => one ?? '')
  return { name: name.toUpperCase(), parameters: each, value }
}

/** Never within a character: a line holds whole ones only. */
function folded(line: string): string {
  let out = ''
  let octets = 0
  for (const character of line) {
    const length = Buffer.byteLength(character)
    if (octets + length > FOLD) {
      out += '\r\n '
      octets = 1
    }
    out += character
    octets += length
  }
  return out
}
