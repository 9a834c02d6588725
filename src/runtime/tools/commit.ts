/** Which commit of somebody's repository a drill file belongs to. */

import { createHash } from 'node:crypto'
import { execa } from 'execa'
import { ANSWER_MS } from './patience.ts'

/**
 * `4f1c09d2e6b1`, or `4f1c09d2e6b1 with changes 81d0f3` where tracked files differ from it (other changes, another
 * number); undefined outside of a repository, and where there is no git.
 */
export async function commitOf(folder: string): Promise<string | undefined> {
  const git = (...args: readonly string[]) =>
    execa('git', ['-C', folder, ...args], { reject: false, stdin: 'ignore', timeout: ANSWER_MS })
  const [head, changed] = await Promise.all([
    git('rev-parse', '--short=12', '--verify', 'HEAD'),
    git('--no-optional-locks', 'diff', '--no-ext-diff', 'HEAD'),
  ])
  if (head.exitCode !== 0) return undefined
  if (changed.stdout === '') return head.stdout
  return `${head.stdout} with changes ${createHash('sha256').update(changed.stdout).digest('hex').slice(0, 6)}`
}
