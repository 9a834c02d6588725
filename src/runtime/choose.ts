/** Which runtime, and why: said in the first lines of the output and in the report. */

import { Failure } from '../kernel/index.ts'
import { embedded } from './embedded/index.ts'
import type { Capability, Runtime } from './runtime.ts'

export interface Chosen {
  readonly runtime: Runtime
  readonly because: string
}

/** Throws a usage `Failure` for a runtime that is not there, and an environment one for what it cannot do, by name. */
export function chooseRuntime(name: string | undefined, needs: readonly Capability[]): Chosen {
  if (name !== undefined && name !== embedded.name) {
    throw new Failure('environment', `runtime '${name}': not part of this version; there is 'embedded'`)
  }
  const missing = needs.filter((need) => !embedded.capabilities.has(need))
  if (missing.length > 0) {
    throw new Failure('environment', `runtime 'embedded' cannot do what this drill needs: ${missing.join(', ')}`)
  }
  return { runtime: embedded, because: name === undefined ? 'the only runtime of this version' : 'asked for by name' }
}
