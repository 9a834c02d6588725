import { describe } from 'vitest'
import { realDeviates } from '../embedded/proxy/deviations.contract.ts'
import { proxyServerContract } from '../embedded/proxy/proxy.contract.ts'
import { missingEngine, startToxiproxy } from './toxiproxy.contract.ts'

const missing = await missingEngine()
if (missing !== undefined) {
  if (process.env['CI']) throw new Error(`CI must hold the built-in proxy against the real one: ${missing}`)
  console.warn(`NOT RUN: the conformance suite against the real Toxiproxy. ${missing}`)
}

describe.skipIf(missing !== undefined)('the real Toxiproxy 2.12.0 keeps the contract that ours keeps', () => {
  proxyServerContract(startToxiproxy)
})

describe.skipIf(missing !== undefined)('the real Toxiproxy 2.12.0 deviates where we say that it does', () => {
  realDeviates(startToxiproxy)
})
