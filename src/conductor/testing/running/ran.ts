/** A drill of this folder, from an empty folder to what the command exits with; and what tests ask of it. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Judgement } from '../../../judge/index.ts'
import { uniqueName } from '../../../kernel/index.ts'
import { reportOf, type ArmReport } from '../../../report/index.ts'
import { readLedger } from '../../../ledger/index.ts'
import { ledgerOf } from '../../order.ts'
import { runArm } from '../../run-arm.ts'

interface Ran {
  readonly judgement: Judgement
  readonly arm: ArmReport
  /** What became of the services, in order. */
  readonly states: readonly string[]
  /** What the report does not prove. */
  readonly notices: readonly string[]
}

/** From an empty folder to what the command exits with. */
export async function ran(drill: string, arm: string): Promise<Ran> {
  const run = `misbehaviour-${uniqueName()}`
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(folder, { recursive: true }))
  const file = fileURLToPath(new URL(`../${drill}.drill.ts`, import.meta.url))
  const result = await runArm({ file, arm, seed: 7, run, folder, runtime: 'embedded' }, AbortSignal.timeout(90_000))
  const { judgement } = result
  if (!judgement) throw new Error(`${drill}, ${arm}: no judgement: ${JSON.stringify(result.failures)}`)
  const facts = { drill, file, seed: 7, run, durationMs: result.tookMs, ...result }
  const report = reportOf(facts, [{ ...result, folder, durationMs: result.tookMs }])
  const [reported] = report.arms
  if (!reported) throw new Error('there is no such arm')
  const states = [...readLedger(ledgerOf(folder))].flatMap((entry) =>
    entry.is === 'service' ? [entry.by ? `${entry.state} by ${entry.by}` : entry.state] : [],
  )
  return { judgement, arm: reported, states, notices: report.notices }
}

export const kindsIn = ({ promises }: Judgement): readonly string[] => [
  ...new Set(promises.flatMap(({ findings }) => findings).map(({ finding }) => finding)),
]
export const findingsOf = ({ promises }: Judgement, kind: string) =>
  promises.flatMap(({ findings }) => findings).filter(({ finding }) => finding === kind)
export const doubtsIn = ({ doubts }: Judgement): readonly string[] => [...new Set(doubts.map(({ kind }) => kind))]
export const causesIn = ({ promises }: Judgement): readonly string[] => [
  ...new Set(promises.flatMap(({ findings }) => findings).flatMap(({ cause }) => cause?.by ?? [])),
]
/** What the command exits with, and whether the arm is as its row says. */
export const ends = ({ judgement, arm }: Ran) => [judgement.verdict, arm.state, arm.exitCode]
