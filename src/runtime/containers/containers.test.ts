import { describe } from 'vitest'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import { isWithoutEngine } from '../testing/engine.ts'
import { ECHO } from '../testing/echo-image.ts'
import { openEngine } from './engine/engine.ts'
import { containers } from './index.ts'

describe.skipIf(isWithoutEngine)('the containers runtime', () => {
  describe('as every runtime', () => {
    keepsTheRuntimeContract({
      runtime: containers,
      echo: (...flags) => ({ ...ECHO, args: ['/data', ...flags] }),
      die: async (running, service) => {
        const { docker } = await openEngine()
        await docker.getContainer(running.state(service).incarnation?.split('@')[0] ?? '').kill()
      },
    })
  })
})
