import { describe } from 'vitest'
import { startChild } from './child.contract.ts'
import { proxyServerContract } from './proxy.contract.ts'

describe('the built-in proxy', () => {
  proxyServerContract({ start: startChild })
})
