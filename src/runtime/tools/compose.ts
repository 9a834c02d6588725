/** Docker Compose, as a plugin of the `docker` command: its version, and what it makes of a file. */

import { execa, execaSync } from 'execa'
import { Failure } from '../../kernel/index.ts'
import { ANSWER_MS } from './patience.ts'

/** Said wherever it is missing. */
export const COMPOSE_WANTED =
  'sites from a compose file need Docker Compose 2: apt-get install docker-compose on Debian 13 and newer, ' +
  'docker-compose-v2 on Ubuntu, else https://docs.docker.com/compose/install'

/** `2.26.1`; undefined where `docker compose` does not answer. */
export async function composeVersion(docker = 'docker'): Promise<string | undefined> {
  const { stdout, failed } = await execa(docker, ['compose', 'version', '--short'], {
    reject: false,
    stdin: 'ignore',
    timeout: ANSWER_MS,
  })
  return failed || stdout.trim() === '' ? undefined : stdout.trim().replace(/^v/, '')
}

export interface ComposeFiles {
  /** Full paths: the first is the file, the others are laid over it. */
  readonly files: readonly string[]
  readonly profiles: readonly string[]
  /** Full paths, in place of the `.env` beside the file. */
  readonly envFiles: readonly string[]
}

/**
 * What `docker compose config` says that the files mean, as JSON: extended, merged, interpolated, paths in full. It
 * reads only, and asks no engine. Throws an environment `Failure` where there is no Compose, and a usage one with its
 * own words where it refuses the files.
 */
export function composeConfig({ files, profiles, envFiles }: ComposeFiles, docker = 'docker'): unknown {
  const words = [
    ...files.flatMap((file) => ['--file', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...envFiles.flatMap((file) => ['--env-file', file]),
  ]
  const { stdout, stderr, failed, code } = execaSync(docker, ['compose', ...words, 'config', '--format', 'json'], {
    reject: false,
    stdin: 'ignore',
    timeout: ANSWER_MS,
  })
  if (!failed) return JSON.parse(unescaped(stdout))
  const [file = ''] = files
  if (code === 'ENOENT' || isUnknown(stderr)) throw new Failure('environment', `${file}: ${COMPOSE_WANTED}`)
  throw new Failure('usage', `${file}: docker compose config refuses it: ${lastLine(stderr)}`)
}

/** Told apart from a file that is wrong: an old `docker` takes `compose`, or its flags, for what it does not know. */
const isUnknown = (stderr: string): boolean =>
  /'compose' is not a docker command|unknown command: docker compose|unknown (shorthand )?flag/.test(stderr)

/** It doubles each dollar, so that what it prints could be read again. */
const unescaped = (text: string): string => text.replaceAll('$$', () => '$')

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
