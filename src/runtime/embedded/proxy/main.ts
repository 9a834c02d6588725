/**
 * The fault proxy as a process: `node main.ts [--seed <text>]` prints where its API listens, and ends with its stdin.
 * The seed is for the jitter of latency and the sizes of slices, the only things drawn here.
 */

import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { authorityOf, Random } from '../../../kernel/index.ts'
import { boundAddress } from './address.ts'
import { controlServer } from './control.ts'
import { Registry } from './registry.ts'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '0' } } })

// Its owner holds the other end: when that is gone, for whatever reason, so is this.
for (const ending of ['end', 'close']) process.stdin.once(ending, () => process.exit(0))
process.stdin.resume()

const control = controlServer(new Registry(new Random(`proxy/${values.seed}`)))
control.listen(0, '127.0.0.1')
await once(control, 'listening')
const address = control.address()
if (address === null || typeof address === 'string') throw new TypeError(`no TCP address: ${String(address)}`)
process.stdout.write(`listening on http://${authorityOf(boundAddress(address))}\n`)
