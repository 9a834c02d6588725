/** Starts the conductor of one arm as a child process and awaits what it leaves behind. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { resultOf, type ArmResult, type Order } from '../conductor/order.ts'
import { EXIT, Failure } from '../kernel/index.ts'
import { startProcess } from '../runtime/index.ts'

const CONDUCTOR = fileURLToPath(
  new URL(`../conductor/main${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
)

/** Resolves with the arm's result. When `signal` aborts, the lifeline is closed and the reaper does its work. */
export async function conduct(order: Order, signal?: AbortSignal): Promise<ArmResult> {
  const said: string[] = []
  const conductor = startProcess([process.execPath, CONDUCTOR, JSON.stringify(order)], {
    onLine: (line) => void (said.push(line) > 50 && said.shift()),
  })
  const letGo = () => conductor.closeLifeline()
  signal?.addEventListener('abort', letGo, { once: true })
  // A worker can outlive the process that forked it; nothing that it started may.
  process.once('disconnect', letGo)
  if (signal?.aborted || !process.connected) letGo()
  const { code, signal: killedBy } = await conductor.ended
  signal?.removeEventListener('abort', letGo)
  process.off('disconnect', letGo)
  try {
    return JSON.parse(await readFile(resultOf(order.folder), 'utf8')) as ArmResult
  } catch {
    const how = killedBy ? `was ended by ${killedBy}` : `exited with ${code}`
    // It gave up before there was anything to judge, and said why with an exit code of ours; or it is a bug.
    const failureClass = (['usage', 'environment', 'interrupted'] as const).find((one) => EXIT[one] === code)
    if (failureClass) throw new Failure(failureClass, said.join(' '))
    throw new Failure('bug', [`the conductor of '${order.arm}' ${how} and left no result`, ...said].join(' | '))
  }
}
