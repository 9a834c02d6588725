/** HTML made from templates: whatever is put in is text, unless it was made by a template itself. */

import { printable } from '../printable.ts'

/** Markup of our own making. */
export class Markup {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

export type Part = Markup | string | number | undefined | false | readonly Part[]

/** Strings are shown as text, invisible characters spelled out; lists are joined; `undefined`, `false` are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, place) => tight(text) + shown(parts[place])).join(''))
}

/** Templates are indented for whoever reads them; a page that says so a thousand times would only be larger. */
const tight = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')

function shown(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.toString()
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escaped(printable(part, 2_000))
  return part.map(shown).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
