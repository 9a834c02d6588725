/**
 * A PostgreSQL server for tests, and the one place that knows where it comes from: the binaries of this machine. It is
 * reached through a socket in a folder of its own, so that no port has to be found, and ends with whoever started it.
 */

import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { userInfo, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { Client } from 'pg'
import { Failure, until } from '../../kernel/index.ts'
import { startProcess } from '../../runtime/index.ts'

export interface TestPostgres extends AsyncDisposable {
  /** Of a superuser, in the database `sync`. */
  readonly url: string
}

const START_MS = 30_000

/** Whether tests have to do without, which they say aloud; in CI they fail instead. */
export function postgresIsMissing(): boolean {
  if (binariesHere() !== undefined || process.env['CI']) return false
  process.stderr.write('NO POSTGRESQL ON THIS MACHINE: its tests are SKIPPED, and nothing is known of that store\n')
  return true
}

/** The folder of the newest ones; undefined where this machine has none. */
function binariesHere(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const debian = globSync('/usr/lib/postgresql/*/bin').toSorted()
  return [...onPath, ...debian].findLast((folder) => existsSync(join(folder, 'initdb')))
}

export async function startPostgres(): Promise<TestPostgres> {
  const binaries = binariesHere()
  if (binaries === undefined) throw new Failure('environment', 'no PostgreSQL here: neither on the PATH nor of Debian')
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const owner = ownerOf(folder)
  const places = { binaries, folder, cluster: join(folder, 'cluster') }
  const opened = new AsyncDisposableStack()
  opened.defer(() => rmSync(folder, { recursive: true, force: true }))
  try {
    await run([...owner, join(binaries, 'initdb'), ...INITDB, '-D', places.cluster])
    // Whatever a test kills is a process, and the kernel keeps what a process wrote: no need to wait for the disk.
    const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=200']
    const command = [join(binaries, 'postgres'), '-D', places.cluster, ...settings.flatMap((each) => ['-c', each])]
    const lines: string[] = []
    // The shell holds the lifeline: whoever started it is gone, and the server goes too.
    const lifeline = ['sh', '-c', '"$@" & read -r _; kill -QUIT $!; wait $!', 'sh', ...owner, ...command]
    const server = startProcess(lifeline, { onLine: (line) => lines.push(line) })
    opened.defer(async () => {
      server.closeLifeline()
      await server.ended
    })
    const url = `postgres:///sync?host=${folder}&user=sync`
    await createDatabase(url, () => lines.at(-1) ?? 'it says nothing')
    return { url, [Symbol.asyncDispose]: () => opened.disposeAsync() }
  } catch (thrown) {
    await opened.disposeAsync()
    throw thrown
  }
}

const INITDB = ['--username=sync', '--auth=trust', '--encoding=UTF8', '--locale=C', '--data-checksums', '--no-sync']

/** PostgreSQL refuses to run as root. */
function ownerOf(folder: string): readonly string[] {
  if (userInfo().uid !== 0) return []
  const nobody = { uid: 65_534, gid: 65_534 }
  chownSync(folder, nobody.uid, nobody.gid)
  return ['setpriv', `--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups']
}

async function run(argv: readonly string[]): Promise<void> {
  const lines: string[] = []
  const { code } = await startProcess(argv, { onLine: (line) => lines.push(line) }).ended
  if (code !== 0) throw new Failure('environment', `${argv.at(-4) ?? ''} failed: ${lines.slice(-3).join(' ')}`)
}

async function createDatabase(url: string, said: () => string): Promise<void> {
  const create = async () => {
    const client = new Client(databaseAt(url, 'postgres'))
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('CREATE DATABASE sync')
      return true
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  await until(create, { what: 'PostgreSQL to answer', atMostMs: START_MS }).catch((thrown: unknown) => {
    throw new Failure('environment', `PostgreSQL does not answer: ${said()}`, { cause: thrown })
  })
}

/** Another database of the same server. */
export function databaseAt(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
