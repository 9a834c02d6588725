/** The harness in a container of its own, with the engine's socket: its services are its siblings. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { isWithoutEngine } from './testing/engine.ts'

const ROOT = join(import.meta.dirname, '..')
const SOCKET = '/var/run/docker.sock'

test.skipIf(isWithoutEngine)('reaches them by the gateway of the engine, and passes as it does outside', async () => {
  const mounts = [`${SOCKET}:${SOCKET}`, `${ROOT}:${ROOT}:ro`, `${process.execPath}:/node:ro`]
  const drill = ['must-pass', '--runtime', 'containers', '--reports', '/tmp/reports', '--seed', '7']
  const { stdout } = await promisify(execFile)('docker', [
    'run',
    '--rm',
    ...mounts.flatMap((mount) => ['--volume', mount]),
    ...['--workdir', ROOT],
    'debian:bookworm-slim',
    ...['/node', 'src/cli/main.ts', 'run', ...drill],
  ])
  expect(stdout).toContain(`at ${SOCKET}`)
  expect(stdout).toContain('PASS as expected')
})
