/** The harness in a container of its own, with the engine's socket: its services are its siblings. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { isWithoutEngine, onEngineOf, SOCKET } from './testing/engine.ts'

const ROOT = join(import.meta.dirname, '..')

test.skipIf(isWithoutEngine)('reaches them by the gateway of the engine, and passes as it does outside', async () => {
  const mounts = [`${SOCKET}:/var/run/docker.sock`, `${ROOT}:${ROOT}:ro`, `${process.execPath}:/node:ro`]
  const container = ['run', '--rm', '--workdir', ROOT, ...mounts.flatMap((mount) => ['--volume', mount])]
  const command = [
    '/node',
    'src/cli/main.ts',
    'run',
    'must-pass',
    '--runtime',
    'containers',
    '--reports',
    '/tmp/reports',
  ]
  const { stdout } = await promisify(execFile)('docker', [...container, 'debian:bookworm-slim', ...command])
  expect(stdout).toContain('PASS as expected')
  const run = /, run (\S+),/.exec(stdout)?.[1] ?? 'no run'
  expect(run).toMatch(/^\d{8}T\d{6}-/)
  // Its reaper is gone with the container, and has done its work before.
  expect(await onEngineOf(run)).toEqual([])
})
