/** `syncdrill judge`: a saved run is judged again, from its ledgers alone. */

import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ledgerOf } from '../../conductor/order.ts'
import { historyOf } from '../../history/index.ts'
import { judgeHistory, type Judgement } from '../../judge/index.ts'
import { Failure } from '../../kernel/index.ts'
import { readLedger } from '../../ledger/index.ts'
import { armLines, reportOf, terminalOf, worstExitCode, type ArmReport } from '../../report/index.ts'

export async function judgeSaved(path: string, flags: { readonly json?: true }): Promise<number> {
  const codes: number[] = []
  const files = await ledgersIn(path)
  for (const file of files) refuseForeign(file)
  for (const file of files) {
    const { arm, judgement } = judgeFile(file)
    codes.push(arm.exitCode)
    if (flags.json) process.stdout.write(`${JSON.stringify({ ledger: file, judgement })}\n`)
    else process.stdout.write(`${armLines(arm, terminalOf(process.stdout)).join('\n')}\n\n`)
  }
  return worstExitCode(codes)
}

/** A ledger that was tampered with is judged, as far as it can be read; a file without one entry is no ledger. */
function refuseForeign(file: string): void {
  const ledger = readLedger(file)
  for (const _ of ledger) return
  const { line = 0, because = '' } = ledger.chain
  const found = line === 0 ? 'it is empty' : `line ${line}: ${because}`
  throw new Failure('usage', `${file}: no ledger of ours (expected the entries of a run, one a line): ${found}`)
}

function judgeFile(file: string): { readonly arm: ArmReport; readonly judgement: Judgement } {
  const ledger = readLedger(file)
  const history = historyOf(ledger)
  const judgement = judgeHistory(history, ledger.chain)
  const { drill = '', arm = basename(dirname(file)), seed = 0 } = history.run ?? {}
  const { expectation: expected } = history
  const report = reportOf(
    {
      drill,
      file: '',
      seed,
      title: '',
      story: '',
      sources: [],
      run: '',
      started: '',
      durationMs: 0,
      runtime: '',
      because: '',
      versions: {},
    },
    [{ arm, row: {}, folder: '', durationMs: 0, phases: [], judgement, ...(expected && { expected }) }],
  )
  const [judged] = report.arms
  if (!judged) throw new Failure('bug', `${file}: judged, and yet no arm`)
  return { arm: judged, judgement }
}

/** One arm's ledger, or those of all arms of a run. */
async function ledgersIn(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return [path]
  if (found?.isDirectory()) {
    const inside = [path, ...(await readdir(path)).map((name) => join(path, name))].map(ledgerOf)
    const there = await Promise.all(
      inside.map((file) =>
        stat(file)
          .then(() => true)
          .catch(() => false),
      ),
    )
    const files = inside.filter((_, place) => there[place])
    if (files.length > 0) return files.toSorted()
  }
  throw new Failure(
    'usage',
    `judge '${path}': expected a run folder, an arm folder or a ledger.jsonl, found none there`,
  )
}
