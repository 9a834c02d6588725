/** A real Radicale for tests, of whatever version is installed; one seam, so that it may come from elsewhere. */

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const SITE = fileURLToPath(new URL('../../../scenarios/sites/radicale/', import.meta.url))

/** Why the tests that need one are skipped here; never in CI, where a missing Radicale is a failure. */
export const withoutRadicale: string | undefined =
  spawnSync('radicale', ['--version']).status === 0 || process.env['CI'] !== undefined
    ? undefined
    : 'no radicale is installed here (apt-get install radicale)'

export async function startRadicale(): Promise<{ readonly host: string; readonly port: number } & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-radicale-'))
  const config = ['--config', join(SITE, 'open.conf'), '--rights-file', join(SITE, 'own.rights')]
  const place = ['--server-hosts', '127.0.0.1:0', '--storage-filesystem-folder', folder]
  const server = spawn('radicale', [...config, ...place], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(server, 'exit')
  for await (const line of createInterface({ input: server.stderr })) {
    const port = /Listening on .*:(\d+)/.exec(line)?.[1]
    if (port === undefined) continue
    server.stderr.resume()
    return {
      host: '127.0.0.1',
      port: Number(port),
      async [Symbol.asyncDispose]() {
        server.kill('SIGKILL')
        await ended
        rmSync(folder, { recursive: true, force: true })
      },
    }
  }
  throw new Error('radicale ended before it listened')
}
