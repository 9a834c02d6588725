import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ROOT } from './repository.ts'

const PINNED = { version: '1.0.0', integrity: 'sha512-a' }
const WANTED = {
  '': {},
  'node_modules/tool': PINNED,
  'node_modules/for-another-platform': { ...PINNED, optional: true },
}
const INSTALLED = { 'node_modules/tool': PINNED }

let checkout: string

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'syncdrill-setup-'))
  mkdirSync(join(checkout, 'src/cli'), { recursive: true })
  cpSync(join(ROOT, 'src/cli/setup.mjs'), join(checkout, 'src/cli/setup.mjs'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(checkout, { recursive: true })
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true })
  writeFileSync(join(checkout, path), text)
}

function install(packages: object): void {
  mkdirSync(join(checkout, 'node_modules/.bin'), { recursive: true })
  write('node_modules/.package-lock.json', JSON.stringify({ packages }))
}

/** Loaded before the bootstrap, so that it takes the Node it runs under for an old one. */
const OLD_NODE =
  "data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })"

/** The bootstrap with an `npm` in front of the real one, which notes what it was asked and does no more than told. */
async function setUp(npm: string, ...flags: readonly string[]) {
  write('bin/npm', `#!/bin/sh\necho "$@" >> asked\n${npm}\n`)
  chmodSync(join(checkout, 'bin/npm'), 0o755)
  const PATH = `${join(checkout, 'bin')}:${process.env['PATH']}`
  const options = { cwd: checkout, reject: false, env: { PATH } }
  const { exitCode, stdout, stderr } = await execa(process.execPath, ['src/cli/setup.mjs', ...flags], options)
  return { exitCode, stdout, stderr, asked: existsSync(join(checkout, 'asked')) }
}

test('is silent, and asks npm nothing, where what is installed is what is pinned', async () => {
  write('package-lock.json', JSON.stringify({ packages: WANTED }))
  install(INSTALLED)
  expect(await setUp('exit 1')).toEqual({ exitCode: 0, stdout: '', stderr: '', asked: false })
})

test.each([
  ['nothing', undefined, 'nothing is installed yet'],
  ['another version', { 'node_modules/tool': { ...PINNED, version: '2.0.0' } }, 'tool should be 1.0.0 and is 2.0.0'],
  ['other bytes', { 'node_modules/tool': { ...PINNED, integrity: 'sha512-b' } }, 'tool should be 1.0.0 and is 1.0.0'],
  ['too few', {}, 'node_modules/tool should be 1.0.0 and is missing'],
  ['too many', { ...INSTALLED, 'node_modules/left': PINNED }, 'node_modules/left is installed, and package-lock.json'],
])('installs, and says so, where %s is installed', async (_, installed, reason) => {
  write('package-lock.json', JSON.stringify({ packages: WANTED }))
  if (installed) install(installed)
  const { exitCode, stderr, asked } = await setUp('mkdir -p node_modules/.bin')
  expect({ exitCode, asked }).toEqual({ exitCode: 0, asked: true })
  expect(stderr).toContain(reason)
  expect(stderr).toMatch(/installed in \d+\.\d s$/)
})

test('an npm that fails is an environment error, with its own words first', async () => {
  write('package-lock.json', JSON.stringify({ packages: WANTED }))
  const { exitCode, stderr } = await setUp('echo "no network" >&2; exit 7')
  expect(exitCode).toBe(4)
  expect(stderr).toContain('no network\nsyncdrill: `npm ci` failed (exit 7); its own words are above')
})

test('an old Node is told so at once where npm has no newer one for the platform', async () => {
  write('package-lock.json', JSON.stringify({ packages: WANTED }))
  vi.stubEnv('NODE_OPTIONS', `--import "${OLD_NODE}"`)
  const { exitCode, stderr, asked } = await setUp('exit 1')
  expect({ exitCode, asked }).toEqual({ exitCode: 4, asked: false })
  expect(stderr).toMatch(
    /^syncdrill: Node 24 or newer is needed and this is Node 20\.20\.2 on .*npm has no package of it here$/,
  )
})

test('an old Node is told so where the one that npm installed does not run', async () => {
  const node = `node_modules/node-${process.platform}-${process.arch}`
  write('package-lock.json', JSON.stringify({ packages: { ...WANTED, [node]: PINNED } }))
  install({ ...INSTALLED, [node]: PINNED })
  write(`${node}/bin/node`, 'not a program')
  vi.stubEnv('NODE_OPTIONS', `--import "${OLD_NODE}"`)
  const { exitCode, stderr } = await setUp('exit 1')
  expect(exitCode).toBe(4)
  expect(stderr).toMatch(/^syncdrill: Node 24 or newer is needed .* is not installed or does not run here$/)
})

test('a checkout without its lock file is an environment error', async () => {
  expect(await setUp('exit 0')).toMatchObject({ exitCode: 4, asked: false })
})

test('links the program and the Node that npm installed, each time to the same', async () => {
  install({})
  const node = `node-${process.platform}-${process.arch}`
  write(`node_modules/${node}/bin/node`, '')
  for (const _ of [1, 2]) expect(await setUp('exit 1', 'link')).toMatchObject({ exitCode: 0, stderr: '', asked: false })
  expect(readlinkSync(join(checkout, 'node_modules/.bin/syncdrill'))).toBe('../../src/cli/main.ts')
  expect(readlinkSync(join(checkout, 'node_modules/.bin/node'))).toBe(`../${node}/bin/node`)
})

test('the program of this checkout can be started through its link', () => {
  expect(lstatSync(join(ROOT, 'src/cli/main.ts')).mode & 0o111).toBe(0o111)
})
