/** Puts a report on the disk: each file is whole or absent, and `latest` always leads to a whole one. */

import { mkdir, open, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Failure, reasonOf, uniqueName } from '../kernel/index.ts'
import { toHtml, type PageOrWhyNot } from './html/page.ts'
import { toJson } from './json.ts'
import { toJunit } from './junit.ts'
import type { Report } from './report.ts'
import { toSummary } from './summary.ts'

const RENDERERS: Readonly<Record<string, (report: Report) => string>> = {
  'report.json': toJson,
  'junit.xml': toJunit,
  'summary.md': toSummary,
}

/** `folder` is `reports/<drill>/<run>`. Returns the files that it wrote; throws when one cannot be written. */
export async function writeReport(
  folder: string,
  report: Report,
  pages: ReadonlyMap<string, PageOrWhyNot> = new Map(),
): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true })
    const files = Object.entries(RENDERERS).map(([name, render]) => [join(folder, name), render(report)] as const)
    files.push([join(folder, 'report.html'), toHtml(report, pages)])
    for (const [path, text] of files) await writeWhole(path, text)
    await pointLatest(folder)
    return files.map(([path]) => path)
  } catch (thrown) {
    throw new Failure('environment', `report ${folder}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  }
}

/** Beside it first, then under its name: a reader never sees half a file. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${uniqueName()}.tmp`
  try {
    await using file = await open(draft, 'wx')
    await file.writeFile(text)
    await file.sync()
    await rename(draft, path)
  } catch (thrown) {
    await rm(draft, { force: true })
    throw thrown
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
