/** Services of somebody else need nothing of this machine but to be allowed by name. */

import { askedOfExternal } from '../../runtime/index.ts'
import type { Finding } from './finding.ts'

export function externalHere(env: NodeJS.ProcessEnv = process.env): Finding {
  const part = "somebody else's services"
  const { allowed, writesPerSecond } = askedOfExternal(env)
  const pace = `at most ${writesPerSecond} writes a second`
  if (allowed.length > 0) return { part, fitness: 'fit', found: `allowed: ${allowed.join(', ')}, ${pace}` }
  return { part, fitness: 'fit', found: `by address; none is allowed before --allow-external says so, ${pace}` }
}
