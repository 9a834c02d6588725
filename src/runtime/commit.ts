/** Which commit of somebody's repository a drill file belongs to. */

import { execa } from 'execa'

const PATIENCE_MS = 10_000

/**
 * `4f1c09d2e6b1`, or `4f1c09d2e6b1 and changes` where tracked files differ from it; undefined outside of a repository,
 * and where there is no git.
 */
export async function commitOf(folder: string): Promise<string | undefined> {
  const git = (...args: readonly string[]) =>
    execa('git', ['-C', folder, ...args], { reject: false, stdin: 'ignore', timeout: PATIENCE_MS })
  const [head, changed] = await Promise.all([
    git('rev-parse', '--short=12', '--verify', 'HEAD'),
    git('--no-optional-locks', 'diff', '--quiet', 'HEAD'),
  ])
  if (head.exitCode !== 0) return undefined
  return changed.exitCode === 1 ? `${head.stdout} and changes` : head.stdout
}
