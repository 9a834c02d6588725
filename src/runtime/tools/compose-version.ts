/** Docker Compose, as a plugin of the `docker` command. */

import { execa } from 'execa'
import { ANSWER_MS } from './patience.ts'

/** `2.26.1`; undefined where `docker compose` does not answer. */
export async function composeVersion(docker = 'docker'): Promise<string | undefined> {
  const { stdout, failed } = await execa(docker, ['compose', 'version', '--short'], {
    reject: false,
    stdin: 'ignore',
    timeout: ANSWER_MS,
  })
  return failed || stdout.trim() === '' ? undefined : stdout.trim().replace(/^v/, '')
}
