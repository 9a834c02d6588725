/**
 * What benchmarks in containers stand on: an engine, a label, and a reaper that removes whatever carries it, also when
 * a benchmark is killed half-way.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uniqueName } from '../src/kernel/index.ts'
import { openEngine } from '../src/runtime/containers/engine/engine.ts'
import { openYard, type Yard } from '../src/runtime/containers/engine/yard.ts'
import { openReaper } from '../src/runtime/index.ts'

export interface Ground extends AsyncDisposable {
  readonly yard: Yard
  /** For logs. */
  readonly folder: string
}

export async function openGround(): Promise<Ground> {
  const engine = await openEngine()
  const run = `bench-${uniqueName()}`
  const reaper = await openReaper(run)
  const yard = openYard(engine, run, reaper.journal)
  const folder = mkdtempSync(join(tmpdir(), `syncdrill-${run}-`))
  return {
    yard,
    folder,
    [Symbol.asyncDispose]: async () => {
      rmSync(folder, { recursive: true })
      const { left } = await reaper.reap()
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
    },
  }
}
