/** A client of the engine that a journal names: what the reaper works with, long after the run. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Docker from 'dockerode'
import type { EngineConnection } from '../../journal.ts'

/** One that accepts and does not answer is no answer. */
const ENGINE_ANSWER_MS = 30_000

export function connectTo(connection: EngineConnection): Docker {
  // Said outright: what is left out, the client would take from DOCKER_HOST as it is by now.
  if ('socketPath' in connection) {
    return new Docker({ ...connection, host: undefined, port: undefined, protocol: 'http', timeout: ENGINE_ANSWER_MS })
  }
  const { certificates, ...address } = connection
  if (certificates === undefined) return new Docker({ ...address, timeout: ENGINE_ANSWER_MS })
  const read = (name: string) => readFileSync(join(certificates, name))
  return new Docker({
    ...address,
    timeout: ENGINE_ANSWER_MS,
    ca: read('ca.pem'),
    cert: read('cert.pem'),
    key: read('key.pem'),
  })
}
