import { describe } from 'vitest'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import { echo } from '../testing/program.ts'
import { embedded } from './index.ts'

describe('the embedded runtime', () => {
  keepsTheRuntimeContract({
    runtime: embedded,
    echo,
    die: (running, service) => {
      process.kill(Number(running.state(service).incarnation?.split('@')[0]), 'SIGKILL')
    },
  })
})
