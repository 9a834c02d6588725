/** `syncdrill report`: opens the page of a saved run, or prints where it is. */

import { stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { EXIT, Failure } from '../../kernel/index.ts'
import { startProcess } from '../../runtime/index.ts'
import { findRun } from '../saved-runs.ts'

export interface ReportFlags {
  readonly reports: string
  readonly print?: true
}

export async function report(wanted: string | undefined, { reports, print }: ReportFlags): Promise<number> {
  const folder = await findRun(wanted, reports)
  const page = join(folder, 'report.html')
  const isThere = await stat(page).then(
    () => true,
    () => false,
  )
  if (!isThere) throw new Failure('usage', `${folder}: expected a report.html, got a run without: there is report.json`)
  process.stdout.write(`${relative(process.cwd(), page) || page}\n`)
  const opener = print || !process.stdout.isTTY ? undefined : openerOf(page)
  if (!opener) return EXIT.pass
  const { code } = await startProcess(opener).ended
  // The path was printed: whoever asked can open it, and nothing of theirs is wrong.
  if (code !== 0) process.stderr.write(`syncdrill: ${opener[0]} could not open it\n`)
  return EXIT.pass
}

/** Undefined where nobody could see a window. */
function openerOf(page: string): readonly string[] | undefined {
  if (process.platform === 'darwin') return ['open', page]
  if (process.platform === 'win32') return ['explorer', page]
  return process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] ? ['xdg-open', page] : undefined
}
