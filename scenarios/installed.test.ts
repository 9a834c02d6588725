/** The package as others get it: packed, checked, installed into an empty project, and used there on two Nodes. */

import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
  'due-diligence.html',
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

  /** Whoever is to believe a run: nothing of its project, no Git, no engine, and a home with nothing in it. */
  test.skipIf(isWithoutRegistry)(
    'a stranger verifies a run with its bundle, the public key, and the package',
    async () => {
      const [stranger, bundle] = [join(packed.folder, 'stranger'), join(packed.folder, 'run.evidence.tgz')]
      const { project, node } = places['Node 24']
      const inLab = { ...outside([node]), cwd: project }
      const asked = ['crash', '--seed', '7', '--runtime', 'embedded', '--reports', 'sealed']
      await execa('npx', ['syncdrill', 'run', ...asked], inLab)
      const { privateKey, publicKey } = generateKeyPairSync('ed25519')
      writeFileSync(join(project, 'lab.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
      const sealing = ['seal', 'crash', '--key', 'lab.pem', '--out', bundle, '--reports', 'sealed']
      const sealed = await execa('npx', ['syncdrill', ...sealing], inLab)
      expect([sealed.exitCode, sealed.all]).toEqual([0, expect.stringContaining('Sealed')])

      mkdirSync(join(stranger, 'home'), { recursive: true })
      writeFileSync(join(stranger, 'package.json'), '{}')
      await execa('npm', ['install', packed.tarball, '--omit=peer', ...QUIETLY], { cwd: stranger })
      renameSync(bundle, join(stranger, 'run.evidence.tgz'))
      writeFileSync(join(stranger, 'lab.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
      const bare = { HOME: join(stranger, 'home'), PATH: `${node}:/usr/bin:/bin` }
      const asStranger = { cwd: stranger, env: bare, extendEnv: false, reject: false, all: true } as const
      const verify = (...args: readonly string[]) => execa('npx', ['syncdrill', 'verify', ...args], asStranger)
      const held = await verify('run.evidence.tgz', '--key', 'lab.pub')
      expect([held.exitCode, held.all]).toEqual([0, expect.stringMatching(/^HOLDS: signed by the key that you named/m)])
      expect((await verify('run.evidence.tgz')).exitCode).toBe(3)

      // And with tools that know nothing of us, as the page says.
      const { 1: pub = '' } = /OpenSSH +(.+)$/m.exec(sealed.all) ?? []
      const { 1: minisign = '' } = /minisign +(.+)$/m.exec(sealed.all) ?? []
      writeFileSync(join(stranger, 'lab.pub'), `${pub}\n`)
      const page = readFileSync(new URL('../docs/evidence.md', import.meta.url), 'utf8')
      const { 1: block = '' } = /^```bash\n(tar -xzf [^]+?)^```$/m.exec(page) ?? []
      const typed = block.replace('RWSv...', minisign).replace('$(cat lab.pub)', '$(cat ../lab.pub)')
      const others = await execa(`set -e\n${typed}`, { ...asStranger, shell: true })
      const missing = /(minisign|ssh-keygen|jq): (command )?not found/.exec(others.all)?.[0]
      if (missing !== undefined && !process.env['CI'])
        return void process.stderr.write(`\n!!! NOT TRIED: ${missing}\n\n`)
      expect([others.exitCode, others.all]).toEqual([
        0,
        expect.stringContaining('Signature and comment signature verified'),
      ])
      expect(others.all).toMatch(/Good "syncdrill-evidence" signature for lab/)
      expect(others.all).toMatch(/^report\.json: OK$/m)
    },
    600_000,
  )
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
