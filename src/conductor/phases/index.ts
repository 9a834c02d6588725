/** The phases of a run, in order. */

import { everyStep, type CompiledDrill } from '../../drill/index.ts'
import { Failure, monotonicMs } from '../../kernel/index.ts'
import type { Act, Intent, Phase } from '../../ledger/index.ts'
import type { Usage } from '../../runtime/index.ts'
import { makeAccounts, type Stage } from '../../stage/index.ts'
import { failedInWords } from '../away.ts'
import { refuseChangedIds, refuseWrongAdapters } from '../wrong-adapters.ts'
import type { Rehearse } from '../order.ts'
import { deciderOf } from '../rehearsal/deciding.ts'
import { Rehearsal } from '../rehearsal/rehearsal.ts'
import { walkOn } from '../walk.ts'
import { audit } from './audit.ts'
import { quiesce } from './quiesce.ts'

export interface PhaseTime {
  readonly phase: Phase
  readonly ms: number
}

export interface Played {
  readonly times: readonly PhaseTime[]
  /** Of each service, as it was seen at the ends of phases. */
  readonly usage: Readonly<Record<string, Usage>>
}

export async function playPhases(stage: Stage, compiled: CompiledDrill, rehearse?: Rehearse): Promise<Played> {
  const { fleet } = stage
  const { acts, limits } = compiled
  const way = walkOn(stage, compiled)
  const rehearsal = rehearse && new Rehearsal(stage, compiled, way, deciderOf(rehearse, stage))
  const walk = rehearsal ? rehearsal.walk : way.walk
  const times: PhaseTime[] = []
  let usage: Played['usage'] = {}
  const play = async (phase: Phase, doing: () => Promise<void>) => {
    stage.signal.throwIfAborted()
    const began = monotonicMs()
    stage.ledger.append({ is: 'phase', phase, state: 'begin' })
    try {
      await doing()
      // What was read after somebody said stop is no audit.
      stage.signal.throwIfAborted()
    } catch (thrown) {
      if (!stage.ledger.hasEnded) stage.ledger.append({ is: 'phase', phase, state: 'broken off' })
      throw thrown
    }
    stage.ledger.append({ is: 'phase', phase, state: 'end' })
    times.push({ phase, ms: monotonicMs() - began })
    usage = Object.fromEntries(stage.site.usage())
  }
  const act = (name: Act) => play(name, () => walk(acts[name]))

  await play('start', () => startServices(stage))
  if (acts.given.length > 0) await act('given')
  await play('adopt', () =>
    adopt(
      stage,
      everyStep(Object.values(acts).flat()).flatMap(({ intents }) => intents),
    ),
  )
  await play('before', async () => {
    await walk(acts.before)
    await fleet.deviceViews('read back')
    await fleet.serverViews('read back')
    refuseChangedIds(stage)
  })
  await act('disaster')
  await play('recovery', async () => {
    await walk(acts.recovery)
    await rehearsal?.end()
  })
  await play('heal', () => heal(stage))
  await play('quiesce', () => quiesce(stage, limits.quiesce))
  await play('audit', () => audit(stage))
  return { times, usage }
}

/** Callees first. One that starts by a step is left to that, unless somebody wants them all. */
export async function startServices(
  { topology, site }: Stage,
  { all }: { readonly all: boolean } = { all: false },
): Promise<void> {
  for (const wave of topology.inOrderOfCalls()) {
    const starting = wave.filter(({ starts }) => all || starts === 'with the drill')
    await Promise.all(starting.map((service) => site.start(service)))
  }
}

/** Whoever cannot read is told why, where that is known: a service that has ended is no riddle. */
async function adopt(stage: Stage, planned: readonly Intent[]): Promise<void> {
  try {
    await makeAccounts(stage)
    await refuseWrongAdapters(stage)
    await stage.fleet.adopt(planned)
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.class !== 'environment') throw thrown
    throw new Failure('environment', `${thrown.message}${await failedInWords(stage)}`, { cause: thrown })
  }
}

/** Every fault still on is healed, newest first, and proven so; whatever is still closed is opened, empty or not. */
async function heal({ injuries, doors, fleet }: Stage): Promise<void> {
  await injuries.healAll()
  for (const service of doors.all) await doors.open(service)
  fleet.everybodyOnline()
}
