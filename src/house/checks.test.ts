import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from './repository.ts'

/** Runs a tool with this repository's settings over a folder of its own, where what it must find is known. */
async function runTool(command: readonly string[], files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'syncdrill-checks-'))
  folders.push(folder)
  for (const name of ['package.json', 'tsconfig.json', '.oxlintrc.json', '.oxfmtrc.json', '.knip.json']) {
    cpSync(join(ROOT, name), join(folder, name))
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const [tool = '', ...flags] = command
  const { exitCode, all } = await execa(join(ROOT, 'node_modules/.bin', tool), flags, {
    cwd: folder,
    reject: false,
    all: true,
  })
  return { exitCode, output: all }
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

const SOUND = "export const answer = (asked: string): string => `you asked '${asked}'`\n"

describe('a sound file passes, so that what follows fails for its mistakes', () => {
  test.each([
    ['tsc', '-p', '.'],
    ['oxlint', 'src'],
    ['oxfmt', '--check', 'src'],
  ])('%s', async (...command) => {
    expect(await runTool(command, { 'src/index.ts': SOUND })).toMatchObject({ exitCode: 0 })
  })
})

describe('tsc finds', () => {
  const text = `
import { join } from 'node:path'
export const wrong: number = 'text'
export const first = (all: readonly string[]): string => all[0]
export const holder: { readonly a?: string } = { a: undefined }
export enum Colour { Red }
`
  let found: Awaited<ReturnType<typeof runTool>>
  beforeAll(async () => {
    found = await runTool(['tsc', '-p', '.'], { 'src/index.ts': text })
  })

  test.each([
    ['a wrong type', 'index.ts(3,14): error TS2322'],
    ['an unchecked index', 'index.ts(4,58): error TS2322'],
    ['an undefined in the place of an absence', 'index.ts(5,14): error TS2375'],
    ['syntax that Node cannot erase', 'index.ts(6,13): error TS1294'],
    ['an unused import', 'index.ts(2,10): error TS6133'],
  ])('%s', (_, error) => {
    expect(found.exitCode).not.toBe(0)
    expect(found.output).toContain(error)
  })
})

describe('oxlint finds', () => {
  const text = `
import { readFile } from 'node:fs/promises'
export function mistakes(a: number, b: number): void {
  readFile('a')
  ;[1].forEach(async () => { await readFile('b') })
  if (a == b) throw 'text'
}
export async function idle(n: number): Promise<void> { await n }
export const loose: any = 1
export default mistakes
export function long(n: number): number {
${'  n++\n'.repeat(61)}
  return n
}
`
  let found: Awaited<ReturnType<typeof runTool>>
  beforeAll(async () => {
    found = await runTool(['oxlint', '--format=unix', 'src'], { 'src/index.ts': text })
  })

  test.each([
    ['a floating promise', 4, 'no-floating-promises'],
    ['a promise where nobody waits', 5, 'no-misused-promises'],
    ['a loose comparison', 6, 'eqeqeq'],
    ['a thrown text', 6, 'only-throw-error'],
    ['an await of no promise', 8, 'await-thenable'],
    ['any', 9, 'no-explicit-any'],
    ['a default export', 10, 'no-default-export'],
    ['a function of 64 lines', 11, 'max-lines-per-function'],
  ])('%s', (_, line, rule) => {
    expect(found.exitCode).not.toBe(0)
    const lines = found.output.split('\n').filter((each) => each.includes(`(${rule})`))
    expect(lines).toEqual([expect.stringContaining(`src/index.ts:${line}:`)])
  })
})

test('oxfmt finds double quotes, semicolons and a long line', async () => {
  const found = await runTool(['oxfmt', '--check', 'src'], {
    'src/index.ts': SOUND,
    'src/quotes.ts': 'export const a = "a"\n',
    'src/semicolon.ts': "export const a = 'a';\n",
    'src/wide.ts': `export const a = [${"'0123456789', ".repeat(10)}]\n`,
  })
  expect(found.exitCode).not.toBe(0)
  expect(found.output.match(/src\/\w+\.ts/g)).toEqual(['src/quotes.ts', 'src/semicolon.ts', 'src/wide.ts'])
})

test('knip finds a file, an export and a package that nobody uses, and a package that nobody declared', async () => {
  const found = await runTool(['knip'], {
    'src/doors/index.ts': "import 'left-pad'\nexport { used } from '../part.ts'\n",
    'src/part.ts': 'export const used = 1\nexport const forgotten = 2\n',
    'src/orphan.ts': 'export const alone = 1\n',
  })
  expect(found.exitCode).not.toBe(0)
  expect(found.output).toMatch(/Unused files \(1\)\s+src\/orphan\.ts/)
  expect(found.output).toMatch(/Unused exports \(1\)\s+forgotten\s+src\/part\.ts/)
  expect(found.output).toMatch(/Unlisted dependencies \(1\)\s+left-pad/)
  expect(found.output).toMatch(/Unused dependencies \(\d+\)[^]*undici/)
})
