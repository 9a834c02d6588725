/** Any other tool's fault or damage: how it begins, what sees that it happened, and how it heals. */

import * as z from 'zod'
import { aText } from '../kernel/declared.ts'
import { Failure, msOf, type Duration } from '../kernel/index.ts'
import { succeed, type LimitedCommand } from '../runtime/index.ts'
import * as places from '../site/index.ts'
import type { Handle, Surroundings, Volume } from '../site/index.ts'
import type { Damage, Fault } from './fault.ts'
import { orUndo } from './orderly.ts'
import { CommandWitness } from './witness/command-witness.ts'

/** All three commands run `inside` a service, `beside` one, or, left out, on the harness's own machine. */
interface Commands extends Surroundings {
  /** argv, never a shell. It has begun when this ends: what goes on afterwards must not hold its output. */
  readonly inject: readonly string[]
  /** Exits with 0 while it holds, and with anything else before and after. Its last line goes into the ledger. */
  readonly witness: readonly string[]
  /** What it touches, and what it is named with as a cause; the service of `inside` or `beside` by default. */
  readonly strikes?: Handle | readonly Handle[]
  /** For each of the commands; one that takes longer is killed, and has failed. `60s` by default. */
  readonly within?: Duration
}

/** What breaks, and works again. */
export interface CommandFault extends Commands {
  /** Makes it work again, and gives no data back. On this machine, the reaper runs it where the run breaks off. */
  readonly heal: readonly string[]
}

/** Commands that break something for good. */
export interface CommandDamage extends Commands {
  readonly heal?: never
  /** Volumes of which nothing is left. */
  readonly takes?: Volume | readonly Volume[]
}

const SHAPE = {
  inject: z.unknown(),
  witness: z.unknown(),
  heal: z.unknown().optional(),
  strikes: places.HANDLES.exactOptional(),
  takes: places.VOLUMES.exactOptional(),
  within: aText.exactOptional(),
}

/**
 * Any other tool's fault: `stress-ng`, `pumba`, `iptables`, a script that fills a disk. Without `heal` it is damage.
 * @example
 * const full = command({
 *   beside: sync,
 *   inject: ['fallocate', '-l', '1G', '/data/ballast'],
 *   witness: ['test', '-e', '/data/ballast'],
 *   heal: ['rm', '-f', '/data/ballast'],
 * })
 */
export function command(commands: CommandFault): Fault
export function command(commands: CommandDamage): Damage
export function command(commands: CommandFault | CommandDamage): Fault | Damage {
  places.declaredIn('command', '{ inject, witness, heal, ... }', commands, SHAPE)
  const { inject, witness, heal, strikes, within = '60s' } = commands
  const taken = 'takes' in commands && commands.takes ? [commands.takes].flat() : []
  if (heal && taken.length > 0) throw new Failure('usage', 'command: takes: expected no heal beside it, for it stays')
  const all = { inject, witness, ...(heal && { heal }) }
  for (const [name, argv] of Object.entries(all)) places.checkWords(`command: ${name}`, argv)
  const place = places.surroundingsIn(commands)
  const own = [place.inside ?? place.beside].filter((one) => one !== undefined)
  const on = [...new Set<Handle>([...(strikes ? [strikes].flat() : own), ...taken])]
  if (on.length === 0) throw new Failure('usage', 'command: strikes: expected what it touches, got nothing')
  const limited = (argv: readonly string[]) => ({ argv, ...place, atMostMs: msOf(within, 'command: within') })
  const words = Object.entries(all).map(([name, argv]) => [name, argv.join(' ')] as const)
  const common = {
    name: 'command',
    on,
    settings: { ...Object.fromEntries(words), runs: Object.keys(place).join('') || 'on this machine' },
    needs: places.needsOfPlace(place),
    commands: Object.values(all).map((argv) => ({ argv, ...place })),
  }
  const its = { inject: limited(inject), witness: limited(witness) }
  return heal ? { ...common, ...passing({ ...its, heal: limited(heal) }) } : { ...common, ...staying(its, taken) }
}

type Limited<N extends string> = Readonly<Record<N, LimitedCommand>>

function passing({ inject, witness, heal }: Limited<'inject' | 'witness' | 'heal'>): Pick<Fault, 'is' | 'inject'> {
  return {
    is: 'fault',
    async inject({ site }) {
      const seen = await CommandWitness.open(site, witness)
      // What is done to a service goes with it; what is done to this machine would outlive a run that breaks off.
      const undo = heal.inside || heal.beside ? undefined : site.atEnd(heal.argv)
      let isDone = false
      const healing = async () => {
        if (!isDone) await succeed(site, heal)
        isDone = true
        undo?.cancel()
      }
      await orUndo(() => succeed(site, inject), healing)
      await seen.injected()
      return { witness: () => seen.seen(), heal: healing, isHealed: () => seen.isOver() }
    },
  }
}

function staying(
  { inject, witness }: Limited<'inject' | 'witness'>,
  taken: readonly Volume[],
): Pick<Damage, 'is' | 'inject'> {
  return {
    is: 'damage',
    async inject({ site, topology }) {
      const seen = await CommandWitness.open(site, witness)
      await succeed(site, inject)
      await seen.injected()
      const took = taken.map((one) => ({ kind: 'volume', volume: topology.nameOf(one) }) as const)
      return { witness: () => seen.seen(), ...(took.length > 0 && { took }) }
    },
  }
}
