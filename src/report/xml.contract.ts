/** A strict reader of the XML that we write, for tests: whatever is not well-formed XML 1.0 throws. */

const CHARACTERS = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u
const NAME = String.raw`[A-Za-z_][\w.-]*`
const TAG = new RegExp(String.raw`^<(/?)(${NAME})((?:\s+${NAME}\s*=\s*"[^"<]*")*)\s*(/?)>`)
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*"([^"<]*)"`, 'g')
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

export function parseXml(source: string): XmlElement {
  if (!CHARACTERS.test(source)) throw new SyntaxError('a character that XML 1.0 does not have')
  let rest = source.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>/, '')
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  while (rest !== '') {
    const inner = open.at(-1) ?? root
    const text = /^[^<]*/.exec(rest)?.[0] ?? ''
    inner.text += decoded(text)
    rest = rest.slice(text.length)
    if (rest === '') break
    const tag = TAG.exec(rest)
    if (!tag) throw new SyntaxError(`expected a tag: ${rest.slice(0, 60)}`)
    const [whole, closes, name = '', attributes = '', empty] = tag
    rest = rest.slice(whole.length)
    if (closes === '/') {
      if (open.length === 1 || inner.name !== name) throw new SyntaxError(`</${name}> closes <${inner.name}>`)
      open.pop()
    } else {
      const element: XmlElement = { name, attributes: attributesIn(attributes), children: [], text: '' }
      inner.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  const [only, ...others] = root.children
  if (!only || others.length > 0 || open.length !== 1 || root.text.trim() !== '')
    throw new SyntaxError('not one element')
  return only
}

/** Everything that a person could read in it. */
export function allText({ attributes, children, text }: XmlElement): string {
  return [...Object.values(attributes), text, ...children.map(allText)].join('\n')
}

function attributesIn(source: string): Readonly<Record<string, string>> {
  const pairs = [...source.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, decoded(value)] as const)
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new SyntaxError(`an attribute twice: ${source}`)
  return Object.fromEntries(pairs)
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new SyntaxError(']]> in text')
  return text.replaceAll(/&([^;&]*);?/g, (whole, name: string) => {
    const { [name]: character } = ENTITIES
    if (character === undefined || !whole.endsWith(';')) throw new SyntaxError(`no entity of XML: ${whole}`)
    return character
  })
}
