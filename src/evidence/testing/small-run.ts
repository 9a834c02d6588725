/** A run of two arms, really run: one passes, with its negative control, and one loses what it was told to keep. */

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ATTEMPTS } from '../../conductor/attempts.ts'
import { runArm } from '../../conductor/run-arm.ts'
import { ledgerOf, type ArmResult } from '../../conductor/order.ts'
import { seedFrom, uniqueName } from '../../kernel/index.ts'
import { readLedger } from '../../ledger/index.ts'
import { pageOf, reportOf, writeReport } from '../../report/index.ts'

export const CHALLENGE = 'asked for by a test'
export const ARMS = ['once it has written', 'before it writes'] as const
export const FOLDERS = ARMS.map((arm) => arm.replaceAll(' ', '-'))

const DRILL = fileURLToPath(new URL('../../conductor/testing/loses.drill.ts', import.meta.url))

/** The folder of the run, in `reports/loses/`, with the log of attempts beside it. */
export async function smallRun(reports: string): Promise<string> {
  const run = `r-${uniqueName()}`
  const folder = join(reports, 'loses', run)
  const seed = seedFrom(CHALLENGE)
  const asked = { file: DRILL, seed, challenge: CHALLENGE, run, runtime: 'embedded' }
  const attempts = join(reports, 'loses', ATTEMPTS)
  const results: ArmResult[] = []
  for (const [place, arm] of ARMS.entries()) {
    const order = { ...asked, arm, attempts, folder: join(folder, FOLDERS[place] ?? '') }
    results.push(await runArm(order, new AbortController().signal))
  }
  const [{ title, story, sources, started, runtime, because, versions } = lacking()] = results
  const durationMs = results.reduce((sum, { tookMs }) => sum + tookMs, 0)
  const facts = { title, story, sources, seed, run, started, durationMs, runtime, because, versions }
  const report = reportOf(
    { drill: 'loses', file: 'loses.drill.ts', ...facts },
    results.map(({ arm, row, expected, tookMs, phases, usage, failures, judgement }, place) => ({
      arm,
      row,
      folder: `${FOLDERS[place]}/`,
      expected,
      durationMs: tookMs,
      phases,
      usage,
      failures,
      ...(judgement && { judgement }),
    })),
  )
  const pages = results.map(({ arm, judgement }, place) => {
    const ledger = readLedger(ledgerOf(join(folder, FOLDERS[place] ?? '')))
    return [arm, pageOf(ledger, judgement)] as const
  })
  await writeReport(folder, report, { pages: new Map(pages) })
  return folder
}

function lacking(): never {
  throw new Error('no arm ran')
}
