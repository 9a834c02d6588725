/** The files of a run: which there can be, and those that there are. Nothing else is handed on. */

import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { ATTEMPTS } from '../conductor/attempts.ts'
import { Failure, reasonOf } from '../kernel/index.ts'
import { COMMITMENTS } from '../report/index.ts'
import { foldedName, nameFlaw } from './archive/names.ts'

/** By their paths in the run, with slashes. */
export type Files = ReadonlyMap<string, Buffer>

/** All that a run writes. A file of another name was put there by somebody: nobody knows what is in it. */
const KNOWN = [
  /^report\.(json|html)$/,
  /^(junit\.xml|ctrf\.json|summary\.md|due-diligence\.html)$/,
  /^[^/]+\/(arm\.json|ledger\.jsonl)$/,
]
const LOG = /^[^/]+\/logs\/.+\.(log|txt)$/

const isOfRun = (path: string): boolean =>
  path === ATTEMPTS || path === COMMITMENTS || LOG.test(path) || KNOWN.some((known) => known.test(path))

/** Where a signature and what it signs are in a bundle: no file of a run is there. */
export const SEALED = 'evidence/'

/**
 * Reads the folder of a run, and the log of attempts beside it. Throws a usage `Failure` for a file that no run writes,
 * a link, and a name that could mean another file elsewhere.
 */
export async function filesOf(folder: string, command = 'seal'): Promise<Files> {
  const refused = (name: string, expected: string): Failure =>
    new Failure('usage', `${command} ${folder}: ${JSON.stringify(name)}: expected ${expected}`)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    throw new Failure('usage', `${command} ${folder}: expected the folder of a run: ${reasonOf(thrown)}`, {
      cause: thrown,
    })
  })
  const files: [string, Buffer][] = []
  const folded = new Map<string, string>()
  for (const entry of entries.filter((one) => !one.isDirectory())) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(join(folder, '/').length).replaceAll('\\', '/')
    if (!entry.isFile()) throw refused(name, 'a plain file, got a link or a device')
    if (!isOfRun(name) || name === ATTEMPTS) throw refused(name, 'only files that a run writes')
    const flaw = nameFlaw(name)
    if (flaw !== undefined) throw refused(name, `a name that means one file everywhere: it ${flaw}`)
    const twin = folded.get(foldedName(name))
    if (twin !== undefined) throw refused(name, `a name of its own: on some systems it is ${twin}`)
    folded.set(foldedName(name), name)
    files.push([name, await readFile(path)])
  }
  const attempts = await readFile(join(dirname(folder), ATTEMPTS)).catch(() => undefined)
  if (attempts) files.push([ATTEMPTS, attempts])
  return new Map(files.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

export const ledgerIn = (folder: string): string => posix.join(folder, 'ledger.jsonl')
export const resultIn = (folder: string): string => posix.join(folder, 'arm.json')
