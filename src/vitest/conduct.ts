/** Starts the conductor of one arm as a child process and awaits what it leaves behind. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { resultOf, type ArmResult, type CheckResult, type Order } from '../conductor/order.ts'
import { EXIT, Failure } from '../kernel/index.ts'
import { ownFile, startProcess } from '../runtime/processes.ts'

const CONDUCTOR = fileURLToPath(ownFile(import.meta, '../conductor/main'))

/** Resolves with the arm's result. When `signal` aborts, the lifeline is closed and the reaper does its work. */
export const conduct = (order: Order, signal?: AbortSignal): Promise<ArmResult> => resultOfConductor(order, { signal })

/** As `conduct`, of adapters that are only tried: told of each line that the conductor says meanwhile. */
export const conductCheck = (order: Order, whileAt: WhileAt): Promise<CheckResult> =>
  resultOfConductor({ ...order, only: 'check' }, whileAt)

interface WhileAt {
  readonly signal?: AbortSignal | undefined
  readonly onLine?: (line: string) => void
}

async function resultOfConductor<R>(order: Order, { signal, onLine }: WhileAt): Promise<R> {
  const said: string[] = []
  const conductor = startProcess([process.execPath, CONDUCTOR, JSON.stringify(order)], {
    onLine: (line) => {
      onLine?.(line)
      if (said.push(line) > 50) said.shift()
    },
  })
  const letGo = () => conductor.closeLifeline()
  signal?.addEventListener('abort', letGo, { once: true })
  // A worker can outlive the process that forked it; nothing that it started may.
  process.once('disconnect', letGo)
  const isOrphan = process.send !== undefined && !process.connected
  if (signal?.aborted || isOrphan) letGo()
  const { code, signal: killedBy } = await conductor.ended
  signal?.removeEventListener('abort', letGo)
  process.off('disconnect', letGo)
  try {
    return JSON.parse(await readFile(resultOf(order.folder), 'utf8')) as R
  } catch {
    throw failureOf({ code, killedBy, arm: order.arm, said })
  }
}

interface End {
  readonly code: number | null
  readonly killedBy: NodeJS.Signals | null
  readonly arm: string
  /** Its last lines. */
  readonly said: readonly string[]
}

/** What a program does to itself. Any other signal was sent by somebody. */
const CRASHES: ReadonlySet<string> = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP'])
const HEAP = /JavaScript heap out of memory/
const REMOVED = "its reaper removes what it had started; 'syncdrill cleanup' says what is left"

/** Of a conductor that left no result. */
export function failureOf({ code, killedBy, arm, said }: End): Failure {
  // It gave up before there was anything to judge, and said why with an exit code of ours.
  const failureClass = (['usage', 'environment', 'interrupted', 'residue'] as const).find((one) => EXIT[one] === code)
  // Its reason is its last line; what stands before was said by what it loaded.
  if (failureClass && !killedBy) return new Failure(failureClass, said.at(-1) ?? `exit code ${code}, without a reason`)
  const how = `the conductor of '${arm}' ${killedBy ? `was ended by ${killedBy}` : `exited with ${code}`}`
  if (said.some((line) => HEAP.test(line))) {
    const advice = `NODE_OPTIONS=--max-old-space-size=8192 gives it more`
    return new Failure('environment', `${how}, for its memory was full (${advice}); ${REMOVED}`)
  }
  if (killedBy === 'SIGKILL') {
    const who = 'from outside: by somebody, or by the system for want of memory (its log tells: dmesg)'
    return new Failure('environment', `${how}, ${who}; ${REMOVED}`)
  }
  if (killedBy && !CRASHES.has(killedBy)) {
    return new Failure('environment', `${how}, from outside; ${REMOVED}`)
  }
  return new Failure('bug', [`${how} and left no result`, ...said].join(' | '))
}
