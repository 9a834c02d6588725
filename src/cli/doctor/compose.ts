/** Docker Compose, second version: it reads compose files for us. */

import { composeVersion } from '../../runtime/index.ts'
import type { Finding } from './finding.ts'

const ADVICE = 'sites from a compose file need it: https://docs.docker.com/compose/install'

export async function composeHere(docker?: string): Promise<Finding> {
  const part = 'Docker Compose'
  const version = await composeVersion(docker)
  if (version === undefined) {
    return { part, fitness: 'limited', found: "'docker compose version' does not answer", advice: ADVICE }
  }
  if (Number.parseInt(version, 10) >= 2) return { part, fitness: 'fit', found: version }
  return { part, fitness: 'limited', found: `${version}, expected 2 or later`, advice: ADVICE }
}
