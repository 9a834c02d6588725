/** What a step is going to do, and what it will touch: services and their disks, links, devices and accounts. */

import type { CompiledDrill } from '../../drill/index.ts'
import { counted } from '../../kernel/index.ts'
import type { CompiledStep } from '../../steps/step.ts'

export function touchesOf(compiled: CompiledDrill, own: CompiledStep): readonly string[] {
  return [`${own.id}  ${own.label}`, ...linesOf(compiled, own).map((line) => `  ${line}`)]
}

function linesOf(compiled: CompiledDrill, own: CompiledStep): readonly string[] {
  const { step, intents, children, ongoing } = own
  const inside = [...(ongoing ? [ongoing] : []), ...children]
  return [
    ...(intents.length > 0 ? [editsOf(own)] : []),
    ...(step.on ?? []).map((handle) => placeOf(compiled, compiled.nameOf(handle))),
    ...(step.injury?.on ?? []).map((target) => placeOf(compiled, compiled.nameOf(target))),
    ...(step.commands ?? []).map(({ argv }) => `runs ${argv.join(' ')}`),
    ...(step.asks ? ['somebody else carries it out'] : []),
    ...(step.takes ? ['may take records away'] : []),
    ...inside.flatMap((one) => touchesOf(compiled, one)),
  ]
}

function editsOf({ intents }: CompiledStep): string {
  const devices = new Set(intents.map(({ device }) => device)).size
  const accounts = new Set(intents.map(({ account }) => account)).size
  return `${counted(intents.length, 'edit')} by ${counted(devices, 'device')} of ${counted(accounts, 'account')}`
}

/** `touches sync, with its data on san`. */
function placeOf({ plan }: CompiledDrill, name: string): string {
  const data = Object.values(plan.services.find((service) => service.name === name)?.data ?? {})
  return `touches ${name}${data.length > 0 ? `, with its data on ${data.join(', ')}` : ''}`
}
