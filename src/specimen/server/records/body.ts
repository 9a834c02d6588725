/** What this service reads of a body; all else is kept as it came and never looked at. */

import type { RecordClass } from '../classes.ts'
import { Problem } from '../problem.ts'
import type { Blobs } from '../store/blobs.ts'

export const BODY_BYTES_MAX = 1_048_576

/** Refuses a body that could not be kept or resolved later; photos must come after their bytes. */
export async function checkBody(recordClass: RecordClass, body: string, blobs: Blobs): Promise<void> {
  if (Buffer.byteLength(body) > BODY_BYTES_MAX) {
    throw new Problem(
      413,
      'too large',
      `expected a body of at most ${BODY_BYTES_MAX} bytes, got ${Buffer.byteLength(body)}`,
    )
  }
  const members = parseObject(body)
  if (recordClass === 'scores' && typeof members['score'] !== 'number') {
    throw new Problem(400, 'body', `scores: expected a number in 'score', got ${typeof members['score']}`)
  }
  const sha256 = recordClass === 'photos' ? blobNamed(members['blob']) : undefined
  if (sha256 !== undefined && !(await blobs.has(sha256))) {
    throw new Problem(409, 'blob', `photos: blob ${sha256} is not here; upload it first`)
  }
}

/** The digest that a photo names; undefined when it names none. */
export function blobOf(body: string): string | undefined {
  return blobNamed(parseObject(body)['blob'])
}

function blobNamed(blob: unknown): string | undefined {
  if (blob === undefined) return undefined
  const sha256 = typeof blob === 'object' && blob !== null && 'sha256' in blob ? blob.sha256 : undefined
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)) return sha256
  throw new Problem(400, 'body', `photos: expected a SHA-256 in 'blob.sha256', got '${String(sha256)}'`)
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  const parsed = parse(body)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Problem(400, 'body', `expected a JSON object, got '${body.slice(0, 40)}'`)
  }
  return parsed as Readonly<Record<string, unknown>>
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Problem(400, 'body', `expected a JSON object, got '${body.slice(0, 40)}'`)
  }
}
