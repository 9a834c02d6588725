/** Whether this machine has Docker Compose; where it has none, what needs it is left out aloud, and fails in CI. */

import { spawnSync } from 'node:child_process'

const { status } = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' })

export const isWithoutCompose = status !== 0 && process.env['CI'] === undefined

if (isWithoutCompose) console.warn('Docker Compose is not here: what reads compose files is left out')
