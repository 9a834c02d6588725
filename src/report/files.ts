/** Puts a report on the disk: all files or none, each of them whole, and `latest` always leads to a whole one. */

import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure, reasonOf, uniqueName, writeWhole } from '../kernel/index.ts'
import { toCtrf } from './ctrf.ts'
import { DUE_DILIGENCE, toDueDiligence } from './duty/page.ts'
import { toHtml, type PageOrWhyNot } from './html/page.ts'
import { toJson } from './json.ts'
import { toJunit } from './junit.ts'
import type { Report } from './report.ts'
import { toSummary } from './summary.ts'

const RENDERERS: Readonly<Record<string, (report: Report) => string>> = {
  'report.json': toJson,
  'junit.xml': toJunit,
  'ctrf.json': toCtrf,
  'summary.md': toSummary,
}

export type Pages = ReadonlyMap<string, PageOrWhyNot>

/** All files of a report by their names. The same report and pages give the same bytes. */
export function renderings(report: Report, pages: Pages): ReadonlyMap<string, string> {
  const files = Object.entries(RENDERERS).map(([name, render]) => [name, render(report)] as const)
  return new Map([...files, ['report.html', toHtml(report, pages)], [DUE_DILIGENCE, toDueDiligence(report, pages)]])
}

export interface Besides {
  readonly pages?: Pages
  /** What the run was given, as it was given, by the names of files. */
  readonly given?: ReadonlyMap<string, string>
}

/**
 * `folder` is `reports/<drill>/<run>`. Returns the files that it wrote. Throws when one cannot be written, and then
 * leaves none: a page that did not fit must not stand beside a summary that says pass.
 */
export async function writeReport(
  folder: string,
  report: Report,
  { pages = new Map(), given = new Map() }: Besides = {},
): Promise<readonly string[]> {
  const files = [...given, ...renderings(report, pages)].map(([name, text]) => [join(folder, name), text] as const)
  const paths = files.map(([path]) => path)
  try {
    await mkdir(folder, { recursive: true })
    await writeWhole(files)
    await pointLatest(folder).catch(async (thrown: unknown) => {
      await Promise.all(paths.map((path) => rm(path, { force: true })))
      throw thrown
    })
    return paths
  } catch (thrown) {
    throw new Failure('environment', `report ${folder}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

/** A new link is moved over the old one, so that there is no moment without. */
async function pointLatest(folder: string): Promise<void> {
  const latest = join(dirname(folder), 'latest')
  const run = basename(folder)
  if ((await readlink(latest).catch(() => '')) === run) return
  const draft = `${latest}.${uniqueName()}.tmp`
  await symlink(run, draft, 'dir')
  await rename(draft, latest).catch(async (thrown: unknown) => {
    await rm(draft, { force: true })
    throw thrown
  })
}
