/** Docker Compose, second version: it reads compose files for us. */

import { execa } from 'execa'
import type { Finding } from './finding.ts'

const PATIENCE_MS = 10_000

export async function composeHere(docker = 'docker'): Promise<Finding> {
  const part = 'Docker Compose'
  const { stdout, failed } = await execa(docker, ['compose', 'version', '--short'], {
    reject: false,
    stdin: 'ignore',
    timeout: PATIENCE_MS,
  })
  const version = typeof stdout === 'string' ? stdout.trim().replace(/^v/, '') : ''
  if (!failed && Number.parseInt(version, 10) >= 2) return { part, fitness: 'fit', found: version }
  const found =
    failed || version === '' ? "'docker compose version' does not answer" : `${version}, expected 2 or later`
  return {
    part,
    fitness: 'limited',
    found,
    advice: 'sites from a compose file need it: https://docs.docker.com/compose/install',
  }
}
