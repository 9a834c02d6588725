/** The adapters of one arm's site, tried on services that have just been started, and on nothing else. */

import { tryAdapter, type Behind, type Tried } from '../check/index.ts'
import { isAdapter, Wire } from '../clients/index.ts'
import { Failure, firstOf, withheld, writeWhole } from '../kernel/index.ts'
import { makeAccounts, type Stage } from '../stage/index.ts'
import type { CheckResult, Order } from './order.ts'
import { resultOf } from './order.ts'
import { startServices } from './phases/index.ts'
import { failureOf, getReady, onStage } from './ready.ts'
import { openToStranger } from './strangers.ts'
import { writable } from './writable.ts'
import { sessionsOf, subjectOf, type Trying } from './wrong-adapters.ts'

/** Resolves with what was tried, and leaves the same in the arm's folder. Throws what happens before anything is. */
export async function checkArm(order: Order, signal: AbortSignal, tell: (tried: Tried) => void): Promise<CheckResult> {
  const ready = await getReady(order, signal)
  const tried: Tried[] = []
  const tellRedacted = (one: Tried) => tell(redacted(one))
  const failures: CheckResult['failures'][number][] = []
  try {
    await onStage(
      ready,
      async (stage, { limits }) => {
        await startServices(stage, { all: true })
        await makeAccounts(stage)
        for (const [name, client] of stage.topology.clients) {
          if (!isAdapter(client)) continue
          tried.push(...(await tryOn(stage, { name, adapter: client, answerMs: limits.answer }, tellRedacted)))
        }
      },
      noTarget,
    )
  } catch (thrown) {
    failures.push(failureOf(firstOf(thrown), signal, ready.lost.signal))
  }
  const { left } = await ready.reaper.reap()
  if (left.length > 0) failures.push({ class: 'residue', because: `left behind: ${left.join(', ')}` })
  const result = {
    arm: order.arm,
    tried: tried.map(redacted),
    failures,
    runtime: ready.runtime.name,
    because: ready.because,
  }
  await writable(resultOf(order.folder), (path) => writeWhole([[path, JSON.stringify(result)]]))
  return result
}

const redacted = (one: Tried): Tried =>
  one.because === undefined ? one : { ...one, because: withheld.text(one.because) }

/** Adapters are tried on services of the run's own only. */
const noTarget = (): void => undefined

async function tryOn(stage: Stage, trying: Trying, tell: (tried: Tried) => void) {
  const { site, topology, routes, signal } = stage
  const { name, adapter, answerMs } = trying
  const limits = { answerMs, signal }
  const sessionOn = sessionsOf(stage, trying)
  await using opened = new AsyncDisposableStack()
  const wire = opened.use(new Wire(() => site.address(adapter.link), limits))
  const behind: Behind = {
    open: () => sessionOn(wire),
    async inSilence(act) {
      const service = [...topology.services.values()].find((one) => one === routes.behind(adapter.service))
      if (!service) throw new Failure('bug', `client '${name}': no service behind it`)
      await site.pause(service)
      try {
        return await act()
      } finally {
        await site.resume(service)
      }
    },
    openTo: openToStranger(sessionOn, limits),
  }
  return await tryAdapter(name, subjectOf(trying, behind), { tell, signal })
}
