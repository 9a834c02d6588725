/** Walks steps: each is begun and ended in the ledger, and from the strike on the server is read after each. */

import { Failure, within } from '../kernel/index.ts'
import type { Stage } from '../stage/index.ts'
import type { Beside, CompiledStep, StepEnd, Walk } from '../steps/step.ts'

export interface Way {
  /** The step from which RPO and RTO count. */
  readonly strike: string
  /** In milliseconds. */
  readonly limits: { readonly step: number }
}

/** Without what was to be there, nothing that follows would say anything of the service. */
function refuseFailed({ id }: CompiledStep, { state, mayFail, because = state, tail = [] }: StepEnd): void {
  if (state === 'end' || state === 'skipped' || mayFail) return
  const words = tail.length > 0 ? `, last words: ${tail.join(' | ')}` : ''
  throw new Failure('environment', `nothing was tried, for ${id} failed: ${because}${words}`)
}

/** How long others may take for what it asks of them, with all that is inside of it. */
function askingMs({ step, ongoing, children }: CompiledStep): number {
  const inside = [...(ongoing ? [ongoing] : []), ...children]
  return inside.reduce((sum, one) => sum + askingMs(one), step.asks?.withinMs ?? 0)
}

export function walkOn(stage: Stage, { strike, limits }: Way): Walk {
  const { ledger, signal, copies, fleet } = stage
  let isStruck = false

  const take = async (own: CompiledStep, beside?: Beside) => {
    signal.throwIfAborted()
    if (own.id === strike) {
      isStruck = true
      ledger.append({ is: 'strike', step: own.id })
    }
    ledger.append({ is: 'step', step: own.id, state: 'begin' })
    await ledger.flush()
    const running = own.step.run(stage, own, { walk, take, ...(beside && { beside }) })
    const ended = await within(limits.step + askingMs(own), `step ${own.id} (${own.label})`, running)
    await copies.takeDue()
    ledger.append({ is: 'step', step: own.id, ...ended })
    await ledger.flush()
    if (own.act === 'given') refuseFailed(own, ended)
    // A step that only says when, and one that others ran beside, are read as part of another.
    const isPart = own.step.point !== undefined || beside !== undefined
    if (isStruck && !isPart) await fleet.serverViews('after step')
  }

  const walk = async (steps: readonly CompiledStep[]) => {
    for (const step of steps) await take(step)
  }

  return { walk, take }
}
