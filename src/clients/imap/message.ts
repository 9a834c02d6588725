/**
 * A note as the message that mail programs show as one, and back: its title is the subject, its text the body, in
 * base64 so that no line of it is changed on its way. Identity and whatever else it has stand in headers of their own.
 */

import { createHash } from 'node:crypto'
import type { Plain } from '../../records/index.ts'
import type { Property } from '../properties/content-lines.ts'
import { payloadOf, propertiesOf, textPlace, type Places } from '../properties/fields.ts'

const ID = 'X-SYNCDRILL-ID'
/** Of the id: a header that a service can be asked for, whatever the id is made of. */
const KEY = 'X-SYNCDRILL-KEY'
const SUBJECT = 'SUBJECT'
/** Stands for the body among the properties. */
const TEXT = 'TEXT'

/** As much of a text as fits into one encoded word (RFC 2047), and whole characters only. */
const WORD_BYTES = 39
const PLAIN_LENGTH = 60

const PLACES: Places = {
  title: textPlace(
    SUBJECT,
    (text) => ({ value: text, parameters: [] }),
    ({ value }) => value,
  ),
  text: {
    name: TEXT,
    write: (value: Plain) =>
      typeof value === 'string' && value.isWellFormed() ? { value, parameters: [] } : undefined,
    read: ({ value }) => value,
  },
}

const HEAD = [
  'From: Notes <notes@syncdrill.invalid>',
  'Date: Thu, 01 Oct 2009 00:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  // By which programs know that it is to be shown as a note.
  'X-Uniform-Type-Identifier: com.apple.mail-note',
]

/** What of an id can be searched for. */
export function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32)
}

/** Undefined when the body is no payload of ours. */
export function messageOf(body: string, id: string): Buffer | undefined {
  const made = propertiesOf(body, id, PLACES)
  if (!made) return undefined
  const shown = made.properties.filter(({ name }) => name !== 'UID' && name !== TEXT)
  const headers = [...shown, { name: ID, value: id }, { name: KEY, value: keyOf(id) }]
  const text = made.properties.find(({ name }) => name === TEXT)?.value ?? ''
  const lines =
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  const all = [...HEAD, ...headers.map(({ name, value }) => headerOf(name, value)), '', ...lines]
  return Buffer.from(`${all.join('\r\n')}\r\n`)
}

/** The id and the payload of a message; a message of somebody else has no id, and is shown by its digest. */
export function noteOf(message: Buffer): { readonly id: string | undefined; readonly body: string } {
  const text = message.toString().replaceAll(/\r?\n/g, '\n')
  const end = text.indexOf('\n\n')
  const properties = headersIn(end < 0 ? text : text.slice(0, end))
  const id = properties.find(({ name }) => name === ID)?.value
  const inside = { name: TEXT, parameters: [], value: Buffer.from(end < 0 ? '' : text.slice(end), 'base64').toString() }
  const body = id === undefined ? undefined : payloadOf([...properties, inside], PLACES)
  const digest = createHash('sha256').update(message).digest('hex')
  return { id, body: body ?? `a message of ${message.length} bytes, ${digest}` }
}

function headersIn(head: string): readonly Property[] {
  return head
    .replaceAll(/\n[ \t]/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const colon = line.indexOf(':')
      const name = line.slice(0, colon).toUpperCase()
      return colon > 0 ? [{ name, parameters: [], value: decodedWords(line.slice(colon + 1).trim()) }] : []
    })
}

function headerOf(name: string, value: string): string {
  const isPlain = /^[!-~](?:[ -~]*[!-~])?$/.test(value) && value.length <= PLAIN_LENGTH && !value.includes('=?')
  return `${name}: ${isPlain ? value : encodedWords(value)}`
}

function encodedWords(text: string): string {
  const words = ['']
  for (const character of text) {
    const word = `${words.at(-1)}${character}`
    if (Buffer.byteLength(word) > WORD_BYTES) words.push(character)
    else words[words.length - 1] = word
  }
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

/** Blanks between encoded words are none of the text. */
function decodedWords(value: string): string {
  const words = value.split(/\s+/).map((word) => /^=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=$/i.exec(word)?.[1])
  const isEncoded = words.every((word) => word !== undefined)
  return isEncoded ? words.map((word) => Buffer.from(word ?? '', 'base64').toString()).join('') : value
}
