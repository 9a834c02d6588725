/** One stream of gzip in one spelling, which may not grow beyond what a run can be. */

import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { Refused } from './tar.ts'

/** No time, no name, no system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
const TRAILER = 8
/** Ledgers become a tenth to a thirtieth. What becomes less was made to fill somebody's memory. */
const MOST_RATIO = 100
const LEAST_BYTES = 1 << 26

export function zip(bytes: Buffer): Buffer {
  const trailer = Buffer.alloc(TRAILER)
  trailer.writeUInt32LE(crc32(bytes))
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4)
  return Buffer.concat([HEADER, deflateRawSync(bytes), trailer])
}

/** Throws `Refused`. */
export function unzip(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, HEADER.length).equals(HEADER)) throw new Refused('it is no archive as a bundle is one')
  const rest = bytes.subarray(HEADER.length)
  const most = LEAST_BYTES + MOST_RATIO * bytes.length
  const { buffer, engine } = inflate(rest, most)
  const trailer = rest.subarray(engine.bytesWritten)
  if (trailer.length < TRAILER) throw new Refused('it is cut off')
  if (trailer.length > TRAILER) throw new Refused('something follows its end')
  const isWhole = trailer.readUInt32LE() === crc32(buffer) && trailer.readUInt32LE(4) === buffer.length % 2 ** 32
  if (!isWhole) throw new Refused('its checksum is another')
  return buffer
}

interface Inflated {
  readonly buffer: Buffer
  readonly engine: { readonly bytesWritten: number }
}

function inflate(bytes: Buffer, maxOutputLength: number): Inflated {
  try {
    return inflateRawSync(bytes, { maxOutputLength, info: true }) as unknown as Inflated
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new Refused(`it unpacks to more than ${maxOutputLength} bytes`)
    throw new Refused(code === 'Z_BUF_ERROR' ? 'it is cut off' : 'it cannot be unpacked')
  }
}
