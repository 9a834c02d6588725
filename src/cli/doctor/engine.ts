/** The Docker engine: without one, drills run embedded, and those that need images do not run. */

import { reasonOf } from '../../kernel/index.ts'
import { engineFacts, type EngineFacts } from '../../runtime/index.ts'
import type { Finding } from './finding.ts'

/** The oldest that containers were tried on: Docker 20.10. */
const OLDEST_API = [1, 41] as const

const OLD = 'expected Docker 20.10 (API 1.41) or later: containers may not work'
const NONE =
  'drills run embedded; those of services that come in images need an engine: https://docs.docker.com/engine/install'

export async function engineHere(look: () => Promise<EngineFacts> = engineFacts): Promise<Finding> {
  const part = 'Docker engine'
  try {
    const { words, apiVersion, cgroup } = await look()
    const found = `${words}, API ${apiVersion}, cgroup v${cgroup}`
    if (!isOlder(apiVersion)) return { part, fitness: 'fit', found }
    return { part, fitness: 'limited', found, advice: OLD }
  } catch (thrown) {
    return { part, fitness: 'limited', found: reasonOf(thrown), advice: NONE }
  }
}

function isOlder(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number)
  return major < OLDEST_API[0] || (major === OLDEST_API[0] && minor < OLDEST_API[1])
}
