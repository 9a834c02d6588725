/** `syncdrill rehearse`: one arm of a drill, step by step, with somebody who decides before each. */

import { resolve } from 'node:path'
import { load } from '../../drill/index.ts'
import { Failure } from '../../kernel/index.ts'
import { allowRemote, askBy, askOfExternal } from '../../runtime/index.ts'
import { ordersOf } from '../../vitest/index.ts'
import { isAtTerminal } from '../asking/options.ts'
import { findDrills } from '../drill-files.ts'
import { Interruption } from '../interruption.ts'
import type { RehearseFlags } from '../rehearsing/options.ts'
import { decisionsIn } from '../rehearsing/decisions.ts'
import { checkReports } from '../reports-folder.ts'
import { runDrills } from './run.ts'

export async function rehearse(wanted: string, arm: string | undefined, flags: RehearseFlags): Promise<number> {
  const { yes, decisions, allowRemote: remote, seed, runtime } = flags
  if (remote !== undefined) allowRemote(remote)
  askOfExternal(flags)
  askBy(flags)
  using interruption = new Interruption()
  if (yes && decisions !== undefined) throw new Failure('usage', '--yes, --decisions: expected one of both, got both')
  if (!yes && decisions === undefined && !isAtTerminal()) {
    throw new Failure('usage', 'nobody can decide: expected a terminal, --yes or --decisions <file>, got none')
  }
  const files = await findDrills([wanted])
  const chosen = await onlyArm(files[0] ?? wanted, arm)
  const written = yes ? { by: '--yes', decisions: {} } : undefined
  const read = decisions === undefined ? undefined : { by: decisions, decisions: decisionsIn(decisions) }
  const orders = ordersOf({
    reports: resolve(flags.reports),
    arm: chosen,
    ...(seed !== undefined && { seed }),
    ...(runtime !== undefined && { runtime }),
  })
  await checkReports(orders.reports)
  const { code } = await runDrills(files, orders, { interruption, rehearse: written ?? read ?? 'at the terminal' })
  return code
}

/** A plan is of one arm. */
async function onlyArm(file: string, arm: string | undefined): Promise<string> {
  const { drill } = await load(file)
  const arms = Object.keys(drill.arms)
  const [only = '', ...others] = arms
  if (arm !== undefined && !arms.includes(arm)) {
    throw new Failure('usage', `arm: expected one of ${arms.join(', ')}, got '${arm}'`)
  }
  if (arm === undefined && others.length > 0) {
    throw new Failure('usage', `arm: expected one of ${arms.join(', ')}, got none`)
  }
  return arm ?? only
}
