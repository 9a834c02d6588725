import { describe } from 'vitest'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import { ECHO } from '../testing/echo-image.ts'
import { embedded } from './index.ts'

describe('the embedded runtime', () => {
  keepsTheRuntimeContract({
    runtime: embedded,
    echo: (...flags) => ({ ...ECHO, args: ['/data', ...flags] }),
    die: (running, service) => {
      process.kill(Number(running.state(service).incarnation?.split('@')[0]), 'SIGKILL')
    },
  })
})
