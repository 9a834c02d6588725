/** `syncdrill replay`: the same drill file, seed, arms and runtime once more, and whether it came to the same. */

import { nameSecrets } from '../../conductor/withhold.ts'
import { stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { ledgerOf } from '../../conductor/order.ts'
import { compile, load } from '../../drill/index.ts'
import { Failure } from '../../kernel/index.ts'
import { headOf } from '../../ledger/index.ts'
import { isRuntimeName } from '../../report/index.ts'
import { allowRemote, askBy, askOfExternal } from '../../runtime/index.ts'
import { ordersOf } from '../../vitest/index.ts'
import { Interruption } from '../interruption.ts'
import type { ReplayFlags } from '../main.ts'
import { checkReports } from '../reports-folder.ts'
import { findRun, readRun, type SavedRun } from '../saved-runs.ts'
import { runDrills } from './run.ts'

export async function replay(wanted: string | undefined, flags: ReplayFlags): Promise<number> {
  using interruption = new Interruption()
  askOfExternal(flags)
  askBy(flags)
  nameSecrets(flags.secret)
  const folder = await findRun(wanted, flags.reports)
  const saved = await readRun(folder)
  const file = resolve(saved.file)
  const isThere = await stat(file).then(
    () => true,
    () => false,
  )
  if (!isThere) throw new Failure('usage', `${folder}: expected its drill file ${saved.file}, and it is not there`)
  await checkPlans(folder, saved, file, flags)
  if (flags.allowRemote !== undefined) allowRemote(flags.allowRemote)
  const { seed, runtime } = saved
  // The drill may have more of them: what was not run is not run again.
  const arm = flags.arm === undefined ? { arms: { [file]: saved.arms.map((one) => one.arm) } } : { arm: flags.arm }
  const where = isRuntimeName(runtime) ? { runtime } : {}
  const orders = ordersOf({ seed, reports: resolve(flags.reports), ...where, ...arm })
  await checkReports(orders.reports)
  const { code, reports } = await runDrills([file], orders, { interruption })
  for (const { arms } of reports) {
    for (const { arm: name, judgement } of arms.filter((one) => one.judgement)) {
      const before = saved.arms.find((one) => one.arm === name)?.judgement
      const same = before && judgement && said(before) === said(judgement)
      const words = before && judgement ? `${said(before)} before, ${said(judgement)} now` : 'it was not judged before'
      process.stdout.write(`Replay  ${name}: ${same ? `the same as before: ${said(before)}` : words}\n`)
    }
  }
  return code
}

/** A plan that is not the saved one would be another run: refused by its hash, before anything starts. */
async function checkPlans(folder: string, saved: SavedRun, file: string, { arm: only, changed }: ReplayFlags) {
  const { drill } = await load(file)
  for (const { arm, folder: own } of saved.arms.filter((one) => only === undefined || one.arm === only)) {
    const { planHash: now } = compile(drill, { file, arm, seed: saved.seed })
    const before = planHashIn(ledgerOf(join(folder, own)))
    if (before === undefined || before === now || changed) continue
    const name = relative(process.cwd(), file)
    const hashes = `${before.slice(0, 12)} was run, ${now.slice(0, 12)} is in ${name}`
    throw new Failure(
      'usage',
      `arm '${arm}': expected the same plan, got another (${hashes}): --changed runs it anyway`,
    )
  }
}

/** From its first entry; undefined for an arm that never began. */
function planHashIn(path: string): string | undefined {
  try {
    return headOf(path)?.planHash
  } catch {
    // A ledger that is not there has nothing to compare with.
    return undefined
  }
}

interface Judged {
  readonly verdict: string
  readonly promises: readonly { readonly promise: string; readonly found: Readonly<Partial<Record<string, number>>> }[]
}

/** Verdict, and which findings broke which promise. How many is up to timing. */
function said({ verdict, promises }: Judged): string {
  const broken = promises.flatMap(({ promise, found }) => {
    const kinds = Object.keys(found).toSorted()
    return kinds.length > 0 ? [`${promise} (${kinds.join(', ')})`] : []
  })
  return [verdict, ...broken].join(', ')
}
