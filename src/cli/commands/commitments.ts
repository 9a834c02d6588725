/** `syncdrill commitments`: a saved run is held against what a provider promised, from its ledgers alone. */

import { join } from 'node:path'
import { COMMITMENTS, commitmentsSection, plainJson, sectionText, terminalOf } from '../../report/index.ts'
import { filesOf, runAgain, type Again, type Files } from '../../evidence/index.ts'
import { readCommitments } from '../../commitments/index.ts'
import { EXIT, Failure, reasonOf, writeWhole } from '../../kernel/index.ts'
import { findRun } from '../saved-runs.ts'

export interface CommitmentsFlags {
  readonly reports: string
  readonly json?: true
  /** Write it into the report of the run. */
  readonly keep?: true
}

/** Ends with 1 where a line is refuted, and with 3 where none is and none is shown. */
export async function holdAgainst(run: string, file: string | undefined, flags: CommitmentsFlags): Promise<number> {
  const given = file === undefined ? undefined : await readCommitments(file)
  const folder = await findRun(run, flags.reports)
  const saved = await filesOf(folder, 'commitments')
  const files: Files = given ? new Map([...saved, [COMMITMENTS, Buffer.from(given.text)]]) : saved
  if (!files.has(COMMITMENTS)) {
    throw new Failure('usage', `commitments ${folder}: expected a file, for the run was held against none`)
  }
  const again = againOf(files, folder)
  const { commitments } = again.report
  if (!commitments) throw new Failure('bug', `commitments ${folder}: held against them, and nothing came of it`)
  if (flags.keep && given) await keep(folder, again, given.text)
  const section = commitmentsSection(commitments)
  const text = flags.json ? plainJson(commitments) : sectionText(section, terminalOf(process.stdout))
  process.stdout.write(text)
  const states = commitments.lines.map(({ state }) => state)
  if (states.includes('refuted')) return EXIT.fail
  return states.includes('shown') ? EXIT.pass : EXIT.inconclusive
}

function againOf(files: Files, folder: string): Again {
  try {
    return runAgain(files)
  } catch (thrown) {
    throw new Failure('usage', `commitments ${folder}: the run cannot be judged again: ${reasonOf(thrown)}`, {
      cause: thrown,
    })
  }
}

/** Every page says so then, and a signature covers it. */
async function keep(folder: string, { texts }: Again, text: string): Promise<void> {
  const files = [[COMMITMENTS, text] as const, ...texts]
  await writeWhole(files.map(([name, written]) => [join(folder, name), written] as const)).catch((thrown: unknown) => {
    throw new Failure('environment', `${folder}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  })
}
