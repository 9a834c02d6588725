/** Looks for texts in the raw bytes of a file, whatever the file is and whether or not anything can still read it. */

import type { FileHandle } from 'node:fs/promises'

const CHUNK = 4 << 20

/** Those of `texts` that occur. Texts of one kind begin alike, and a chunk is searched for what they begin with. */
export async function searchRaw(file: FileHandle, texts: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const lengths = [...new Set([...texts].map((text) => Buffer.byteLength(text)))]
  const longest = Math.max(0, ...lengths)
  const start = Buffer.from(commonStart([...texts]))
  // Not cleared: a database has a thousand small files.
  const chunk = Buffer.allocUnsafe(CHUNK + longest)
  for (let from = 0; found.size < texts.size;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, from)
    const bytes = chunk.subarray(0, bytesRead)
    // Of nothing in common there is an occurrence everywhere, and one more behind the last byte.
    for (let place = 0; place < bytes.length; place += 1) {
      place = bytes.indexOf(start, place)
      if (place < 0) break
      for (const length of lengths) {
        const text = bytes.toString('utf8', place, place + length)
        if (texts.has(text)) found.add(text)
      }
    }
    // A text may begin before the end of one chunk, and end in the next: so much is read twice, and in the end alone.
    if (bytesRead < longest) break
    from += bytesRead - longest + 1
  }
  return found
}

function commonStart([first = '', ...others]: readonly string[]): string {
  let start = first
  for (const other of others) while (!other.startsWith(start)) start = start.slice(0, -1)
  return start
}
