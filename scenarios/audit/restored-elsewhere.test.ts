/**
 * Two real servers that were started by other means than ours, each in a process group of its own: the one is restored
 * to its last backup by the person at the terminal, the other to the night before. Only addresses are known of them.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isHere } from '../sites/program.ts'
import { outside, type Outside } from '../testing/outside.ts'
import { isWithoutRadicale } from '../testing/programs.ts'
import { reportIn } from '../testing/run-drill.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DRILL = 'restored-elsewhere'
const COMMITMENTS = join(ROOT, 'scenarios/audit/provider.commitments.yaml')
const at = (path: string) => fileURLToPath(new URL(`../sites/${path}`, import.meta.url))
/** Of util-linux: a terminal for whoever has none. */
const TERMINAL = 'script'
const isWithout = isWithoutRadicale || !isHere(TERMINAL)

const radicale = () =>
  outside((port, folder) => [
    'radicale',
    `--config=${at('radicale/open.conf')}`,
    `--rights-file=${at('radicale/own.rights')}`,
    `--server-hosts=127.0.0.1:${port}`,
    '--storage-filesystem-folder',
    join(folder, 'collections'),
  ])

/** Whoever runs the server: takes copies of its folder, and brings one back. */
class Operator implements Disposable {
  readonly #server: Outside
  readonly #shelf = mkdtempSync(join(tmpdir(), 'syncdrill-shelf-'))
  #nights = 0

  constructor(server: Outside) {
    this.#server = server
  }

  takeBackup(): void {
    this.#nights += 1
    cpSync(this.#collections, join(this.#shelf, `${this.#nights}`), { recursive: true, preserveTimestamps: true })
  }

  /** 1 is the last one, 2 the one before. */
  async restore(back: 1 | 2): Promise<void> {
    await this.#server.kill()
    rmSync(this.#collections, { recursive: true })
    const night = join(this.#shelf, `${this.#nights + 1 - back}`)
    cpSync(night, this.#collections, { recursive: true, preserveTimestamps: true })
    await this.#server.startAgain()
  }

  [Symbol.dispose](): void {
    rmSync(this.#shelf, { recursive: true })
  }

  get #collections(): string {
    return join(this.#server.folder, 'collections')
  }
}

const FOREIGN = ['BEGIN:VCARD', 'VERSION:3.0', 'UID:theirs', 'FN:Nobody of the run', 'END:VCARD', ''].join('\r\n')

/** A card that was there before: the bytes of its file, whenever somebody asks. */
async function putForeign({ authority, folder }: Outside): Promise<() => string> {
  const headers = { authorization: `Basic ${btoa('ada:x')}` }
  const book = `http://${authority}/ada/contacts/`
  const made = '<D:resourcetype><D:collection/><C:addressbook/></D:resourcetype>'
  const xmlns = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'
  const body = `<D:mkcol ${xmlns}><D:set><D:prop>${made}</D:prop></D:set></D:mkcol>`
  expect((await fetch(book, { method: 'MKCOL', headers, body })).status).toBe(201)
  expect((await fetch(`${book}theirs.vcf`, { method: 'PUT', headers, body: FOREIGN })).status).toBe(201)
  return () => readFileSync(join(folder, 'collections/collection-root/ada/contacts/theirs.vcf'), 'utf8')
}

/** A run at a terminal, whose person does what is asked for, and says so. */
async function audited(server: Outside, reports: string, back: 1 | 2) {
  using operator = new Operator(server)
  const words = [
    process.execPath,
    join(ROOT, 'src/cli/main.ts'),
    'run',
    DRILL,
    '--runtime',
    'external',
    '--seed',
    '7',
  ].concat(
    ['--address', `provider=http://${server.authority}`, '--allow-external', server.authority],
    ['--writes-per-second', '100', '--reports', reports, '--commitments', COMMITMENTS],
  )
  const env = { ...process.env, NO_COLOR: '1', TERM: 'dumb', VITEST: undefined, NODE_ENV: undefined }
  const line = words.map((word) => `'${word}'`).join(' ')
  const shell = spawn(TERMINAL, ['-qec', line, '/dev/null'], { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'inherit'] })
  using room = new DisposableStack()
  room.defer(() => void shell.kill())
  const ended = once(shell, 'exit')
  let screen = ''
  shell.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()))
  const asked = async (what: string) => {
    await expect.poll(() => screen).toMatch(new RegExp(`Asked of operations[^>]*${what}[^>]*> $`))
  }
  await asked('Take a backup')
  operator.takeBackup()
  shell.stdin.write('done the first night\n')
  await asked('Take another one')
  operator.takeBackup()
  shell.stdin.write('done the second night\n')
  await asked('Restore the accounts')
  await operator.restore(back)
  shell.stdin.write('done restored to the last backup\n')
  await expect.poll(() => shell.exitCode, { timeout: 60_000 }).not.toBeNull()
  shell.stdin.end()
  await ended
  return { code: shell.exitCode, screen, ...reportIn(reports, DRILL) }
}

/** `refuted: contacts: at most ...`: what is said of each line of the commitments, by its name. */
const answersIn = (screen: string): readonly string[] =>
  [...screen.matchAll(/^ {4}(shown|refuted|not shown): ([^\r\n]+)/gm)].map(([, state, line]) => `${line}: ${state}`)

test.skipIf(isWithout)('a restore that was done right, and one of the wrong night, are told apart', async () => {
  await using right = await radicale()
  await using wrong = await radicale()
  const reports = () => mkdtempSync(join(tmpdir(), 'syncdrill-restored-'))
  const cards = await Promise.all([right, wrong].map(putForeign))
  const before = cards.map((bytes) => bytes())
  const [well, ill] = await Promise.all([audited(right, reports(), 1), audited(wrong, reports(), 2)])

  expect([well.code, well.arms[0]?.judgement.verdict]).toEqual([0, 'pass'])
  expect(well.screen).toContain('the other 6 are within the recovery point that was promised')
  expect([ill.code, ill.arms[0]?.judgement.verdict]).toEqual([1, 'fail'])
  const lost = ill.arms[0]?.judgement.promises.flatMap(({ promise, findings }) =>
    promise === 'recoveryPoint' ? findings : [],
  )
  expect(lost?.length).toBeGreaterThan(10)
  expect(lost?.every(({ record, cause }) => record?.startsWith('rec-') && cause?.by === 'ask')).toBe(true)

  const said = (state: string) => [
    ...['contacts', 'calendar', 'tasks'].map(
      (one) => `${one}: at most the last 1h before a disaster are lost: ${state}`,
    ),
    'copies are kept for 30d: not shown',
    'users are told within 1h: not shown',
  ]
  expect(answersIn(well.screen)).toEqual(said('shown'))
  expect(answersIn(ill.screen)).toEqual(said('refuted'))

  // What was there before lies there as it lay, and nothing else of what was written.
  expect(cards.map((bytes) => bytes())).toEqual(before)
  for (const { screen } of [well, ill]) expect(screen).toMatch(/that this run wrote were deleted there, and none/)
})
