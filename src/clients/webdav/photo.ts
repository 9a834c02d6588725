/**
 * A photo as one file, as programs for photos write it: what is said of the picture stands in segments of the JPEG,
 * right behind its beginning, and the picture's own bytes follow unchanged. So that a file is whole, or is not.
 */

import { createHash } from 'node:crypto'

export interface Content {
  readonly body: string
  readonly blob?: Uint8Array
}

const START = Buffer.from([0xff, 0xd8])
/** APP15: nobody else's. */
const SEGMENT = Buffer.from([0xff, 0xef])
const OURS = Buffer.from('syncdrill\0')
/** Of a segment, its own two bytes for the length included. */
const LONGEST = 0xffff
const WITH_PICTURE = 1

/** Undefined when the bytes are those of no JPEG. */
export function photoOf({ body, blob }: Content): Buffer | undefined {
  if (blob && !isJpeg(blob)) return undefined
  const text = Buffer.from(body)
  const room = LONGEST - 2 - OURS.length - 1
  const segments: Buffer[] = []
  for (let from = 0; from === 0 || from < text.length; from += room) {
    segments.push(segmentOf(text.subarray(from, from + room), blob !== undefined))
  }
  return Buffer.concat([START, ...segments, ...(blob ? [blob.subarray(START.length)] : [])])
}

/** Whatever is no photo of ours is shown by its digest: nobody takes it for one. */
export function contentOf(file: Uint8Array): Content {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const texts: Buffer[] = []
  let hasPicture = false
  let place = START.length
  for (let segment = segmentAt(bytes, place); segment && isJpeg(bytes); segment = segmentAt(bytes, place)) {
    texts.push(segment.text)
    hasPicture = segment.hasPicture
    place = segment.end
  }
  if (texts.length === 0) return { body: `a file of ${bytes.length} bytes, ${hashOf(bytes)}` }
  const body = Buffer.concat(texts).toString()
  return hasPicture ? { body, blob: Buffer.concat([START, bytes.subarray(place)]) } : { body }
}

function segmentOf(text: Buffer, hasPicture: boolean): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(2 + OURS.length + 1 + text.length)
  return Buffer.concat([SEGMENT, length, OURS, Buffer.from([hasPicture ? WITH_PICTURE : 0]), text])
}

function segmentAt(bytes: Buffer, place: number) {
  const head = place + SEGMENT.length + 2
  const isOurs =
    bytes.subarray(place, place + SEGMENT.length).equals(SEGMENT) &&
    bytes.subarray(head, head + OURS.length).equals(OURS) &&
    bytes.length > head + OURS.length
  if (!isOurs) return undefined
  const end = place + SEGMENT.length + bytes.readUInt16BE(place + SEGMENT.length)
  const text = head + OURS.length + 1
  if (end < text || end > bytes.length) return undefined
  return { text: bytes.subarray(text, end), hasPicture: bytes[text - 1] === WITH_PICTURE, end }
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === START[0] && bytes[1] === START[1]
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
