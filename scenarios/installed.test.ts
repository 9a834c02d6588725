/** The package as others get it: packed, checked, installed into an empty project, and used there on two Nodes. */

import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { install, isWithoutRegistry, newestNode, outside, pack, QUIETLY, Watching } from './testing/packed.ts'
import { isWithoutPython } from './testing/programs.ts'
import { blocksOf, write } from './testing/tutorial.ts'

let packed: Awaited<ReturnType<typeof pack>>
/** One project for each Node, and the folder of that Node's program. */
let places: Readonly<Record<(typeof NODES)[number], Place>>
const NODES = ['Node 24', 'the newest Node'] as const

interface Place {
  readonly project: string
  readonly node: string
}

beforeAll(async () => {
  packed = await pack()
})
afterAll(() => rmSync(packed.folder, { recursive: true, force: true }))

/** Only a Vitest that hangs takes so long. */
const PATIENT = { timeout: 600_000 }

/** What a run of both arms leaves behind. */
const FILES = [
  'ctrf.json',
  'junit.xml',
  'report.html',
  'report.json',
  ...['rows-in-memory', 'rows-on-a-disk'].flatMap((arm) =>
    ['arm.json', 'ledger.jsonl', 'logs/sync.log'].map((file) => `${arm}/${file}`),
  ),
  'summary.md',
]

/** Folder of the newest run of the drill, of so many. */
function newestRun(project: string, count: number): string {
  const runs = readdirSync(join(project, 'reports/crash')).filter((name) => /^\d{8}T/.test(name))
  expect(runs).toHaveLength(count)
  return join(project, 'reports/crash', runs.toSorted().at(-1) ?? '')
}

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))).toSorted()
}

describe('the tarball', () => {
  test('has compiled code, types, the command and the documents, and nothing that we test with', () => {
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/cli/start.js',
        'dist/conductor/main.js',
        'dist/doors/index.d.ts',
        'dist/doors/index.js',
        'dist/runtime/containers/attendant/image/Dockerfile',
        'dist/runtime/containers/attendant/main.js',
        'dist/runtime/embedded/proxy/main.js',
        'dist/runtime/reaper/main.js',
        'dist/vitest/suite.js',
      ]),
    )
    expect(packed.files.length).toBeGreaterThan(400)
    const ours =
      /(^|\/)(testing|house|scenarios|bench|specimen|src)\/|fixture|[.-](test|contract|drill)\.(?!md$)|(?<!\.d)\.ts$/
    const template = /^dist\/cli\/init\/template\//
    expect(packed.files.filter((path) => ours.test(path) && !template.test(path))).toEqual([])
  })

  test('leaves the checkout as it was', () => {
    expect(packed.isAsBefore).toBe(true)
  })

  test('is a sound package to publint, and its types resolve wherever they should', async () => {
    const lint = await execa('publint', ['run', packed.tarball, '--strict'], { ...outside(), preferLocal: true })
    expect([lint.exitCode, lint.all]).toEqual([0, expect.stringContaining('All good!')])
    const attw = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji', packed.tarball]
    const types = await execa('attw', attw, { ...outside(), preferLocal: true })
    expect([types.exitCode, types.all]).toEqual([0, expect.stringContaining('"syncdrill/vitest"')])
  })
})

describe.skipIf(isWithoutRegistry)('in an empty project', () => {
  beforeAll(async () => {
    const [project, another] = [join(packed.folder, 'project'), join(packed.folder, 'another')]
    const [newest] = await Promise.all([newestNode(join(packed.folder, 'newest')), install(packed.tarball, project)])
    await cp(project, another, { recursive: true, verbatimSymlinks: true })
    places = {
      'Node 24': { project, node: dirname(process.execPath) },
      'the newest Node': { project: another, node: newest },
    }
  })

  test('the compiler takes the project as it is, with nothing skipped', async () => {
    const { project } = places['Node 24']
    const compiled = await execa('tsc', ['-p', project], { ...outside(), preferLocal: true })
    expect([compiled.exitCode, compiled.all]).toEqual([0, ''])
  })

  describe.concurrent('the command, ordinary tests, drills and watching work', () => {
    test.for(NODES)('on %s', async (name, context) => {
      const { project, node } = places[name]
      const call = (command: string, ...args: readonly string[]) =>
        execa(command, args, { ...outside([node]), cwd: project })
      const major = Number(/^v(\d+)\./.exec((await call('node', '--version')).all)?.[1])
      expect(name === 'Node 24' ? major === 24 : major > 24).toBe(true)

      const help = await call('npx', 'syncdrill', '--help')
      expect([help.exitCode, help.all]).toEqual([0, expect.stringContaining('Examples:')])

      const ran = await call('npx', 'syncdrill', 'run', 'crash', '--seed', '7', '--runtime', 'embedded')
      expect([ran.exitCode, ran.all]).toEqual([0, expect.stringContaining('Exit 0: 2 as expected')])
      expect(filesOf(newestRun(project, 1))).toEqual(FILES)

      const tested = await call('npx', 'vitest', 'run')
      expect([tested.exitCode, tested.all]).toEqual([0, expect.stringContaining('Tests  3 passed (3)')])
      expect(filesOf(newestRun(project, 2))).toEqual(FILES)

      await using vitest = new Watching([join(node, 'node'), join(project, 'node_modules/vitest/vitest.mjs')], {
        ...outside([node]),
        cwd: project,
      })
      await context.expect
        .poll(() => vitest.said, PATIENT)
        .toMatch(/Tests {2}3 passed \(3\)[^]*Waiting for file changes/)
      expect(filesOf(newestRun(project, 3))).toEqual(FILES)
      // Of the two, only the drill is made of it.
      appendFileSync(join(project, 'scenarios/clients/ours.ts'), '\n// Changed.\n')
      await context.expect
        .poll(() => vitest.said, PATIENT)
        .toMatch(/Tests {2}2 passed \(2\)[^]*Waiting for file changes/)
      expect(filesOf(newestRun(project, 4))).toEqual(FILES)
    })
  })
})

test.skipIf(isWithoutRegistry || isWithoutPython)(
  'the tutorial, block by block in an empty folder, says and does what it says',
  async () => {
    const page = readFileSync(new URL('../docs/first-drill.md', import.meta.url), 'utf8')
    const project = join(packed.folder, 'tutorial')
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
    let commands = 0
    for (const block of blocksOf(page)) {
      if (block.is === 'file') {
        write(project, block.path, block.text)
        continue
      }
      let last: { readonly exitCode?: number; readonly all?: string } = {}
      for (const line of block.lines) {
        // What is not published yet is the file that was just packed.
        const typed = line.replace(/^(npm install .*)\bsyncdrill\b/, `$1${packed.tarball} ${QUIETLY.join(' ')}`)
        last = await execa(typed, { ...outside([dirname(process.execPath)]), cwd: project, shell: true })
        commands += 1
        if (line !== block.lines.at(-1)) expect([line, last.exitCode, last.all]).toEqual([line, 0, last.all])
      }
      expect([block.lines.at(-1), last.exitCode, last.all]).toEqual([
        block.lines.at(-1),
        block.exit,
        expect.stringContaining(block.says),
      ])
    }
    expect(commands).toBeGreaterThan(6)
  },
)
