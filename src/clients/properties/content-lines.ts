/**
 * The lines of a vCard 3.0 (RFC 2426) and of an iCalendar (RFC 5545): folded at 75 octets, escaped, and read back
 * whoever refolded them since.
 */

export interface Property {
  readonly name: string
  /** As they stand before the colon, `TYPE=CELL`. */
  readonly parameters: readonly string[]
  /** As it stands behind the colon, still escaped. */
  readonly value: string
}

/** What stands between a BEGIN and its END. */
export interface Component {
  readonly name: string
  readonly properties: readonly Property[]
  readonly parts: readonly Component[]
}

const FOLD = 75

/** One component, its lines folded. */
export function written(component: Component): string {
  return linesOf(component)
    .map((line) => `${folded(line)}\r\n`)
    .join('')
}

/** Undefined for what is not one component. In the order of the text. */
export function readComponent(text: string): Component | undefined {
  const top = { name: '', properties: [] as Property[], parts: [] as Component[] }
  const open = [top]
  for (const line of unfolded(text)) {
    const read = property(line)
    const into = open.at(-1)
    if (!read || !into) return undefined
    const name = read.value.toUpperCase()
    if (read.name === 'BEGIN') {
      const begun = { name, properties: [], parts: [] }
      into.parts.push(begun)
      open.push(begun)
    } else if (read.name === 'END') {
      if (open.length === 1 || open.pop()?.name !== name) return undefined
    } else into.properties.push(read)
  }
  const isOne = open.length === 1 && top.properties.length === 0 && top.parts.length === 1
  return isOne ? top.parts[0] : undefined
}

/** What it says, in an order that does not depend on who wrote it. */
export function normalForm({ properties, parts }: Component): string {
  const lines = properties.map(lineOf)
  const inner = parts.map((part) => `BEGIN:${part.name}\n${normalForm(part)}\nEND:${part.name}`)
  return [...lines.toSorted(), ...inner.toSorted()].join('\n')
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

function linesOf({ name, properties, parts }: Component): readonly string[] {
  return [`BEGIN:${name}`, ...properties.map(lineOf), ...parts.flatMap(linesOf), `END:${name}`]
}

function lineOf({ name, parameters, value }: Property): string {
  return `${[name, ...parameters].join(';')}:${value}`
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
