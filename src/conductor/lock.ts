/** Which packages a drill ran with: the lock file of the project that its file is in. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock']

/** `package-lock.json sha256:9f86...`, of the nearest folder that has one; undefined where none has. */
export async function lockOf(folder: string): Promise<string | undefined> {
  for (const name of LOCKS) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined)
    if (bytes) return `${name} sha256:${createHash('sha256').update(bytes).digest('hex')}`
  }
  const above = dirname(folder)
  return above === folder ? undefined : lockOf(above)
}
