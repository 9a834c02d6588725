import { expect, test } from 'vitest'
import { gatewayIn } from './gateway.ts'

const HEAD = 'Iface\tDestination\tGateway \tFlags\n'
const IN_A_CONTAINER = `${HEAD}eth0\t00000000\t010011AC\t0003\neth0\t000011AC\t00000000\t0001\n`
const ON_THE_MACHINE = `${HEAD}eth0\t00000000\t010200C0\t0003\ndocker0\t000011AC\t00000000\t0001\n`

test('in a container on the bridge the default gateway is the engine’s machine', () => {
  expect(gatewayIn(IN_A_CONTAINER, '172.17.0.0/16')).toBe('172.17.0.1')
})

test('on the machine itself, on another network, and where nothing is known, there is none', () => {
  expect(gatewayIn(ON_THE_MACHINE, '172.17.0.0/16')).toBeUndefined()
  expect(gatewayIn(IN_A_CONTAINER, '10.5.0.0/24')).toBeUndefined()
  expect(gatewayIn(IN_A_CONTAINER)).toBeUndefined()
  expect(gatewayIn('', '172.17.0.0/16')).toBeUndefined()
})
