/**
 * The conductor: a process of its own for one arm of one run. Standard input is its lifeline: at its end, for whatever
 * reason, the run is broken off, healed and removed. SIGINT and SIGTERM do the same; more of them change nothing.
 */

import { EXIT, exitCodeOf, Failure, firstOf, keepLoopbackDirect, reasonOf, withheld } from '../kernel/index.ts'
import { checkArm } from './check-adapters.ts'
import type { Order } from './order.ts'
import { runArm } from './run-arm.ts'
import { unheard } from './unheard.ts'
import { withholdNamed } from './withhold.ts'

keepLoopbackDirect()
withholdNamed()
const interruption = new AbortController()
const breakOff = () => interruption.abort(new Failure('interrupted', 'interrupted'))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, breakOff)
process.on('uncaughtException', (error) => interruption.abort(unheard(error)))
process.stdin.on('end', breakOff).on('error', breakOff).resume()

try {
  const order = JSON.parse(process.argv[2] ?? '') as Order
  const tell = (tried: object) => process.stdout.write(`${JSON.stringify(tried)}\n`)
  const isCheck = order.only === 'check'
  const { failures } = await (isCheck ? checkArm(order, interruption.signal, tell) : runArm(order, interruption.signal))
  for (const failure of failures) process.exitCode = EXIT[failure.class]
} catch (caught) {
  const thrown = firstOf(caught)
  process.exitCode = exitCodeOf(thrown)
  const text = thrown instanceof Failure ? reasonOf(thrown) : thrown instanceof Error ? thrown.stack : String(thrown)
  process.stderr.write(`${withheld.text(text ?? '')}\n`)
}
// The work is done and told: what a library still holds open is not to keep waiting whoever waits for this process.
process.exit()
