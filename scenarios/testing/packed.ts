/** This package as others get it: packed from a copy of the checkout, and installed into a project of its own. */

import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa, type Options } from 'execa'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PACKED_FROM = ['CHANGELOG.md', 'LICENSE', 'README.md', 'docs', 'package.json', 'src', 'tsconfig.json']
export const QUIETLY = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline']

const ORDINARY = `import { expect, test } from 'vitest'

test('an ordinary test', () => expect('ordinary').toContain('ordinary'))
`

/** Of a user's project, whose compiler takes nothing on trust. */
const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2024',
    types: ['node'],
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    allowImportingTsExtensions: true,
  },
}

/** As somebody calls it in a terminal of their own: without what Vitest puts around a test. */
export function outside(path: readonly string[] = []) {
  const PATH = [...path, process.env['PATH']].join(delimiter)
  const none = { VITEST: undefined, VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined, NODE_ENV: undefined }
  const env = { ...none, PATH, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined }
  return { reject: false, all: true, env } as const satisfies Options
}

/** The checkout is only copied: nobody who works on it meanwhile sees another package.json. */
export async function pack(folder = mkdtempSync(join(tmpdir(), 'syncdrill-packed-'))) {
  const copy = join(folder, 'checkout')
  mkdirSync(copy)
  for (const path of PACKED_FROM) cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const manifest = readFileSync(join(copy, 'package.json'), 'utf8')
  const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', folder], { cwd: copy })
  const told = JSON.parse(stdout) as Readonly<Record<string, Listing>> | readonly Listing[]
  const [listing] = Object.values(told)
  if (!listing) throw new Error(`npm pack told of no package: ${stdout}`)
  const isAsBefore = readFileSync(join(copy, 'package.json'), 'utf8') === manifest
  return { folder, tarball: join(folder, listing.filename), files: listing.files.map(({ path }) => path), isAsBefore }
}

interface Listing {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** A project with an ordinary test; then `npm i -D <tarball> vitest`, and `npx syncdrill init`. */
export async function install(tarball: string, project: string): Promise<void> {
  mkdirSync(project)
  writeFileSync(join(project, 'ordinary.test.ts'), ORDINARY)
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }')
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  await execa('npm', ['install', '--save-dev', tarball, 'vitest', ...QUIETLY], { cwd: project })
  await execa('npx', ['syncdrill', 'init', '--yes'], {
    ...outside([dirname(process.execPath)]),
    cwd: project,
    reject: true,
  })
}

const NODE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

const asked = await execa('npm', ['view', NODE, 'version', '--prefer-online'], { reject: false, all: true })
const [missing] = asked.exitCode === 0 ? [] : asked.all.split('\n')

if (missing !== undefined) process.stderr.write(`\n!!! NOTHING IS INSTALLED HERE FROM THE NPM REGISTRY: ${missing}\n\n`)

/** For `describe.skipIf`. In CI they run and fail, each in npm's own words. */
export const isWithoutRegistry: boolean = missing !== undefined && !process.env['CI']

/** The newest Node that the registry gives, as the folder of its program. */
export async function newestNode(folder: string): Promise<string> {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}')
  await execa('npm', ['install', `${NODE}@latest`, ...QUIETLY], { cwd: folder })
  return join(folder, 'node_modules', NODE, 'bin')
}

type Outside = ReturnType<typeof outside>

const watch = (node: string, vitest: string, options: Outside & { readonly cwd: string }) =>
  execa(node, [vitest, '--watch'], options)

/** A Vitest that watches, and what it has said until now. */
export class Watching implements AsyncDisposable {
  readonly #vitest: ReturnType<typeof watch>
  said = ''

  constructor([node = '', vitest = '']: readonly string[], options: Outside & { readonly cwd: string }) {
    this.#vitest = watch(node, vitest, options)
    this.#vitest.all.on('data', (chunk: Buffer) => (this.said += chunk.toString()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#vitest.kill('SIGTERM')
    await this.#vitest
  }
}
