/** What a WebDAV service says of many rows at once (RFC 4918, 6578). What is not whole is unreadable. */

import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { reasonOf } from '../../kernel/index.ts'
import type { Answer } from '../link/access.ts'
import { Unreadable } from '../outcome.ts'

export interface Resource {
  readonly href: string
  readonly status: number
  readonly etag: string | undefined
  /** The card, or the calendar, that was asked for. */
  readonly data: string | undefined
  /** Where the address books of a principal are, and the principal of whoever asks. */
  readonly home: string | undefined
  readonly principal: string | undefined
}

export interface Multistatus {
  readonly resources: readonly Resource[]
  readonly token: string | undefined
}

const MANY = new Set(['response', 'propstat', 'href'])

const PARSER = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => MANY.has(name),
  // Numbers of characters, and as many quotes and ampersands as people write; no service declares entities of its own.
  htmlEntities: true,
  processEntities: { enabled: true, maxExpandedLength: Infinity, maxTotalExpansions: Infinity },
})

/** Blanks between elements are no content. */
const element = <S extends z.ZodRawShape>(shape: S) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? {} : value), z.object(shape))

const Place = element({ href: z.array(z.string()).optional() })
const Prop = element({
  getetag: z.string().optional(),
  'address-data': z.string().optional(),
  'calendar-data': z.string().optional(),
  'addressbook-home-set': Place.optional(),
  'current-user-principal': Place.optional(),
})
const Propstat = element({ prop: Prop, status: z.string() })
const Response = element({
  href: z.array(z.string()).min(1),
  status: z.string().optional(),
  propstat: z.array(Propstat).optional(),
})
const Document = z.object({
  multistatus: element({ response: z.array(Response).default([]), 'sync-token': z.string().optional() }),
})

export function multistatusOf({ status, text }: Answer): Multistatus {
  if (status !== 207) throw new Unreadable(`expected status 207, got ${status}: ${text.slice(0, 200)}`)
  // The parser takes half a document for a whole one.
  const isWhole = /<\/(?:[\w.-]+:)?multistatus\s*>\s*$|<(?:[\w.-]+:)?multistatus[^<>]*\/>\s*$/.test(text)
  if (!isWhole || /^[^<]*(?:<\?[^>]*>\s*)?<!DOCTYPE/i.test(text)) {
    throw new Unreadable(`expected a multistatus, got '${text.slice(0, 100)}'`)
  }
  const { multistatus } = documentOf(text)
  return { token: multistatus['sync-token']?.trim(), resources: multistatus.response.flatMap(resourcesOf) }
}

function documentOf(text: string): z.infer<typeof Document> {
  try {
    return Document.parse(PARSER.parse(text))
  } catch (thrown) {
    throw new Unreadable(`a multistatus of another shape: ${reasonOf(thrown).slice(0, 200)}`, { cause: thrown })
  }
}

function resourcesOf({ href, status, propstat = [] }: z.infer<typeof Response>): readonly Resource[] {
  const good = propstat.find((one) => codeOf(one.status) === 200)
  const code = status === undefined ? (good ? 200 : codeOf(propstat[0]?.status ?? '')) : codeOf(status)
  return href.map((one) => ({
    href: one.trim(),
    status: code,
    etag: good?.prop.getetag?.trim(),
    data: good?.prop['address-data'] ?? good?.prop['calendar-data'],
    home: good?.prop['addressbook-home-set']?.href?.[0]?.trim(),
    principal: good?.prop['current-user-principal']?.href?.[0]?.trim(),
  }))
}

/** `HTTP/1.1 404 Not Found`. */
function codeOf(line: string): number {
  const code = Number(/^\s*HTTP\/[\d.]+ (\d{3})/.exec(line)?.[1])
  if (Number.isNaN(code)) throw new Unreadable(`expected the status of a row, got '${line.slice(0, 100)}'`)
  return code
}
