/** The first entries of a ledger: what was planned, promised and expected, so that it can be judged by itself. */

import { dirname } from 'node:path'
import type { CompiledDrill } from '../drill/index.ts'
import { ownPackage } from '../kernel/own-package.ts'
import { FORMAT, type Ledger } from '../ledger/index.ts'
import { commitOf } from '../runtime/index.ts'
import { lockOf } from './lock.ts'
import type { CompiledStep } from '../steps/step.ts'

interface Chosen {
  readonly run: string
  readonly runtime: string
  readonly because: string
  readonly started: string
  readonly challenge?: string | undefined
  readonly attempt?: number | undefined
  readonly rehearsal: boolean
  readonly rehearsed?: { readonly started: string; readonly how: string } | undefined
  readonly versions: Readonly<Record<string, string>>
}

export function writeHeading(
  ledger: Ledger,
  compiled: CompiledDrill,
  { run, runtime, because, started, versions, challenge, attempt, rehearsal, rehearsed }: Chosen,
): void {
  const { name: drill, title, story, sources, arm, row, seed, planHash } = compiled
  ledger.append({
    is: 'run',
    format: FORMAT,
    run,
    drill,
    title,
    story,
    sources,
    arm,
    row,
    seed,
    ...(challenge !== undefined && { challenge }),
    ...(attempt !== undefined && { attempt }),
    ...(rehearsal && { rehearsal: true }),
    ...(rehearsed && { rehearsed }),
    runtime,
    because,
    versions,
    started,
    planHash,
  })
  ledger.append({ is: 'plan', plan: compiled.plan })
  for (const { promise, claim, terms, listed, waived } of compiled.promises) {
    const how = { ...(listed && { listed: true as const }), ...(waived && { waived: true as const }) }
    ledger.append({ is: 'promise', promise, claim, terms, ...how })
  }
  for (const { name: one, policy } of compiled.collections) ledger.append({ is: 'collection', name: one, policy })
  ledger.append({ is: 'expectation', expectation: compiled.expectation })
  for (const act of ['given', 'before', 'disaster', 'recovery'] as const) {
    for (const step of compiled.acts[act]) writeIntents(ledger, step)
  }
}

function writeIntents(ledger: Ledger, step: CompiledStep): void {
  for (const intent of step.intents) ledger.append({ is: 'intent', ...intent })
  for (const inner of [...(step.ongoing ? [step.ongoing] : []), ...step.children]) writeIntents(ledger, inner)
}

/** Of what runs here, and of the repository that the drill file is in: its commit and lock file, where it has them. */
export async function versionsFor(file: string): Promise<Readonly<Record<string, string>>> {
  const [commit, lock] = await Promise.all([commitOf(dirname(file)), lockOf(dirname(file))])
  return {
    syncdrill: ownPackage().version,
    node: process.version.slice(1),
    ...(commit !== undefined && { commit }),
    ...(lock !== undefined && { lock }),
  }
}
