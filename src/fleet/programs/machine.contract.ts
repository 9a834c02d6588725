/** A machine for tests: a folder on the harness's own disk, and programs that run as its children. */

import { spawnSync, execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Folder } from '../../runtime/folder.ts'
import type { Address, Executed, Machine } from '../../runtime/index.ts'

/** Why tests of real programs are skipped here; never in CI, where a missing one is a failure. */
export const withoutVdirsyncer: string | undefined =
  spawnSync('vdirsyncer', ['--version']).status === 0 || process.env['CI'] !== undefined
    ? undefined
    : 'no vdirsyncer is installed here (apt-get install vdirsyncer)'

/** Settings and arguments say `/home`, and mean the folder. */
class HomeFolder extends Folder {
  override write(path: string, content: Uint8Array): Promise<void> {
    const text = Buffer.from(content).toString()
    return super.write(path, Buffer.from(text.replaceAll('/home/', `${this.path}/`)))
  }
}

export function hostMachine(address: () => Address): Machine & { readonly home: Folder } {
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-machine-'))
  const home = new HomeFolder('home', folder)
  return {
    home,
    address,
    execute: (argv, { atMostMs }) => {
      const [program = '', ...rest] = argv.map((word) => word.replaceAll('/home/', `${folder}/`))
      const { promise, resolve } = Promise.withResolvers<Executed>()
      const child = execFile(program, rest, { timeout: atMostMs }, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 124) : 0
        resolve({ code, output: stdout + stderr, stdout })
      })
      child.stdin?.end()
      return promise
    },
    [Symbol.asyncDispose]: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  }
}
