/** Docker Compose, second version: it reads compose files for us. */

import { COMPOSE_WANTED, composeVersion } from '../../runtime/index.ts'
import type { Finding } from './finding.ts'

export async function composeHere(docker?: string): Promise<Finding> {
  const part = 'Docker Compose'
  const version = await composeVersion(docker)
  if (version === undefined) {
    return { part, fitness: 'limited', found: "'docker compose version' does not answer", advice: COMPOSE_WANTED }
  }
  if (Number.parseInt(version, 10) >= 2) return { part, fitness: 'fit', found: version }
  return { part, fitness: 'limited', found: `${version}, expected 2 or later`, advice: COMPOSE_WANTED }
}
