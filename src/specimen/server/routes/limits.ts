/** How large a request may be. Decided before a byte is read, so that the connection stays usable after a refusal. */

import type { MiddlewareHandler } from 'hono'
import { Problem } from '../problem.ts'
import { BODY_BYTES_MAX } from '../records/body.ts'

const BLOB = '/v1/blobs/'
const BATCH = '/v1/batch'

/** 8 MiB, and some room for what cameras write beside the picture. */
const BLOB_BYTES_MAX = 8 * 1_048_576 + 1_024
const BATCH_BYTES_MAX = 16 * BODY_BYTES_MAX

/** Node holds a body to the length that was announced; one without a length could be endless. */
export const limitBodies: MiddlewareHandler = async ({ req }, next) => {
  if (req.header('transfer-encoding') !== undefined) {
    throw new Problem(411, 'too large', 'expected a body whose length is announced in content-length')
  }
  const bytes = Number(req.header('content-length') ?? 0)
  const bytesMax = maxFor(req.path)
  if (bytes > bytesMax) throw new Problem(413, 'too large', `expected at most ${bytesMax} bytes, got ${bytes}`)
  await next()
}

function maxFor(path: string): number {
  if (path.startsWith(BLOB)) return BLOB_BYTES_MAX
  return path === BATCH ? BATCH_BYTES_MAX : BODY_BYTES_MAX
}
