/** Whether reports can be written, asked before anything starts: a run that cannot tell of itself is worth nothing. */

import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure, reasonOf, uniqueName, type FailureClass } from '../kernel/index.ts'

/** Less than the smallest report with its ledger. */
const ROOM = Buffer.alloc(1 << 20)

const REASONS: Readonly<Record<string, readonly [FailureClass, string]>> = {
  EEXIST: ['usage', 'it is a file'],
  ENOTDIR: ['usage', 'a part of that path is a file'],
  ELOOP: ['usage', 'its links lead in a circle'],
  ENAMETOOLONG: ['usage', 'that name is too long'],
  EACCES: ['environment', 'you may not write there'],
  EPERM: ['environment', 'you may not write there'],
  EROFS: ['environment', 'it is read-only'],
  ENOSPC: ['environment', 'its disk is full'],
  EDQUOT: ['environment', 'the quota of its disk is used up'],
}

/** Makes the folder where it is missing. Throws a `Failure` where it, or a file in it, cannot be written. */
export async function checkReports(folder: string): Promise<void> {
  const probe = join(folder, `.${uniqueName()}.tmp`)
  try {
    await makeFolder(folder)
    try {
      await using file = await open(probe, 'wx')
      await file.writeFile(ROOM)
      await file.sync()
    } finally {
      await rm(probe, { force: true })
    }
  } catch (thrown) {
    const code = String((thrown as NodeJS.ErrnoException).code)
    const { [code]: known } = REASONS
    const [failureClass, reason] = known ?? (['environment', reasonOf(thrown)] as const)
    const expected = 'expected a folder in which reports can be written'
    throw new Failure(failureClass, `--reports ${folder}: ${expected}, but ${reason}`, { cause: thrown })
  }
}

/** One by one: Node's own `recursive` never comes back where the system makes no folders, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isThere) return
  try {
    await mkdir(folder)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw thrown
    await makeFolder(dirname(folder))
    await mkdir(folder)
  }
}
