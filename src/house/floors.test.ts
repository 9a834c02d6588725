import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { circleFindings, floorFindings, FLOORS, WITHOUT_CIRCLES } from './floors.ts'
import { readModule } from './module.ts'
import { print, ROOT, sourceFiles } from './repository.ts'

function found(path: string, text: string): readonly string[] {
  return print(floorFindings([readModule({ path, text })]))
}

describe('the floors of this repository', () => {
  const modules = sourceFiles().map(readModule)

  test('hold', () => {
    expect(print(floorFindings(modules))).toEqual([])
  })

  test('were looked at: modules and imports were seen, from each floor that has files', () => {
    expect(modules.length).toBeGreaterThan(20)
    expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(modules.length)
    expect(modules.some(({ path }) => path.startsWith('src/kernel/'))).toBe(true)
  })

  test('each room has one', () => {
    const rooms = new Set(modules.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []))
    expect([...rooms].filter((room) => !(room in FLOORS))).toEqual(['house'])
  })

  test('stand in the table of the architecture page, each room at its own', () => {
    const rooms = new Set(modules.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []))
    const rows = readFileSync(`${ROOT}docs/architecture.md`, 'utf8').matchAll(/^\| (\d+) \| ([^|]+) \|/gm)
    const told = [...rows].flatMap(([, floor, names = '']) =>
      [...names.matchAll(/`src\/(\w+)`/g)].map(([, room = '']) => [room, Number(floor)] as const),
    )
    const held = [...rooms].filter((room) => room in FLOORS).map((room) => [room, FLOORS[room]] as const)
    expect(new Map(told)).toEqual(new Map(held))
    expect(told).toHaveLength(held.length)
  })
})

describe('a planted import is found', () => {
  test.each([
    ['a higher floor', 'src/judge/x.ts', "import { a } from '../drill/index.ts'", 'judge/ is on floor 4, drill/ on 9'],
    ['a sibling', 'src/site/x.ts', "import type { A } from '../ledger/index.ts'", 'site/ is on floor 2, ledger/ on 2'],
    ['export from', 'src/kernel/x.ts', "export * from '../site/index.ts'", 'kernel/ is on floor 0, site/ on 2'],
    ['import()', 'src/kernel/x.ts', "await import('../site/index.ts')", 'kernel/ is on floor 0, site/ on 2'],
    ['a type import', 'src/kernel/x.ts', "type A = import('../site/a.ts').A", 'kernel/ is on floor 0, site/ on 2'],
    ['from deeper down', 'src/judge/promises/x.ts', "import '../../faults/a.ts'", 'judge/ is on floor 4, faults/ on 6'],
    ['from a test', 'src/kernel/x.test.ts', "import '../site/a.ts'", 'kernel/ is on floor 0, site/ on 2'],
    ['no floor', 'src/attic/x.ts', "import '../kernel/a.ts'", 'attic/ has no floor'],
    ['a door', 'src/cli/x.ts', "import '../doors/index.ts'", 'cli/ is on floor 13, doors/ on 14'],
    ['no room', 'src/cli/x.ts', "import '../index.ts'", 'a room imports rooms only'],
    ['the house', 'src/cli/x.ts', "import '../house/floors.ts'", 'a room imports rooms only'],
    ['scenarios', 'src/cli/x.ts', "import '../../scenarios/a.drill.ts'", 'src imports nothing outside of it'],
    [
      'ours in the server',
      'src/specimen/server/x.ts',
      "import '../../kernel/a.ts'",
      'src/specimen/server/ imports nothing of ours',
    ],
    [
      'its own room too',
      'src/specimen/server/x.ts',
      "import '../site.ts'",
      'src/specimen/server/ imports nothing of ours',
    ],
    ['src in a drill', 'scenarios/x.drill.ts', "import '../src/index.ts'", "a drill imports 'syncdrill'"],
    ['spawning', 'src/cli/x.ts', "import { execa } from 'execa'", 'only runtime/ spawns'],
    ['spawning by hand', 'src/faults/x.ts', "import 'node:child_process'", 'only runtime/ spawns'],
    ['an engine', 'src/runtime/embedded/x.ts', "import 'testcontainers'", 'only runtime/containers/ knows an engine'],
    ['toxics', 'src/faults/x.ts', "import 'toxiproxy-node-client'", 'only the link code knows toxiproxy-node-client'],
    ['ourselves by name', 'src/cli/x.ts', "import 'syncdrill/faults'", 'inside src, imports are relative'],
  ])('%s', (_, path, text, rule) => {
    expect(found(path, text)).toEqual([expect.stringContaining(`${path}:1 ${rule}: `)])
  })

  test.each(['Date.now()', 'new Date()', 'performance.now()', 'process.hrtime.bigint()'])('a clock: %s', (text) => {
    expect(found('src/fleet/x.ts', `const a = ${text}`).join('\n')).toContain('only kernel/ reads a clock')
  })

  test.each(['Math.random()', 'crypto.randomUUID()', 'randomBytes(8)'])('a random number: %s', (text) => {
    expect(found('src/fleet/x.ts', `const a = ${text}`).join('\n')).toContain('only kernel/ draws a number')
  })
})

describe('imports that lead back to where they began', () => {
  const modules = sourceFiles().map(readModule)

  test('there are none', () => {
    expect(print(circleFindings(modules))).toEqual([])
  })

  test.each(['conductor', 'steps', 'judge', 'report', 'runtime/containers'])('were looked for in %s', (room) => {
    const inside = modules.filter(({ path }) => path.startsWith(`src/${room}/`) && WITHOUT_CIRCLES.test(path))
    expect(inside.length).toBeGreaterThan(10)
    expect(inside.some(({ imports }) => imports.some(({ name }) => name.startsWith('./')))).toBe(true)
  })

  const planted = (files: Readonly<Record<string, string>>) =>
    print(circleFindings(Object.entries(files).map(([path, text]) => readModule({ path, text }))))

  test('a planted circle is named, with all files on it, in order', () => {
    const files = {
      'src/judge/c.ts': "import './deep/a.ts'",
      'src/judge/d.ts': "import './c.ts'",
      'src/judge/deep/a.ts': "import '../leaf.ts'\nimport type { B } from './b.ts'\nexport type A = B",
      'src/judge/deep/b.ts': "export { c } from '../c.ts'",
      'src/judge/leaf.ts': "import 'zod'",
    }
    const circle = 'src/judge/c.ts > src/judge/deep/a.ts > src/judge/deep/b.ts > src/judge/c.ts'
    expect(planted(files)).toEqual([`src/judge/c.ts:1 imports lead back to where they began: ${circle}`])
  })

  test('a file that imports itself, and two circles that meet, are named', () => {
    expect(planted({ 'src/report/a.ts': "import './a.ts'" })).toHaveLength(1)
    const two = {
      'src/history/a.ts': "import './b.ts'",
      'src/history/b.ts': "import './a.ts'; import './c.ts'",
      'src/history/c.ts': "import './b.ts'",
    }
    expect(planted(two)).toHaveLength(2)
  })
})

describe('what is allowed is not reported', () => {
  test.each([
    ['src/judge/x.ts', "import { a } from '../records/index.ts'; import b from './y.ts'; import 'zod'"],
    ['src/runtime/embedded/x.ts', "import { execa } from 'execa'"],
    ['src/runtime/x.test.ts', "import { spawn } from 'node:child_process'; const a = Date.now()"],
    ['src/runtime/links/control.ts', "import { Toxiproxy } from 'toxiproxy-node-client'"],
    ['src/runtime/embedded/link.ts', "import { Toxiproxy } from 'toxiproxy-node-client'"],
    ['src/runtime/embedded/proxy/main.ts', 'const startedAt = Date.now()'],
    ['src/kernel/clock.ts', 'export const now = () => Date.now() + Math.random()'],
    ['src/fleet/x.ts', "const a = new Date(0); const text = 'Date.now()' // Math.random()"],
    ['src/specimen/server/main.ts', "import './store.ts'; import 'hono'; const a = new Date()"],
    ['src/doors/index.ts', "export { drill } from '../drill/drill.ts'"],
    ['scenarios/x.drill.ts', "import { drill } from 'syncdrill'; import './sites/a.ts'"],
  ])('%s: %s', (path, text) => {
    expect(found(path, text)).toEqual([])
  })
})
