/** Who may import whom: the floor of each room, what is reserved to few, and where either is broken. */
import { posix } from 'node:path'
import type { Module } from './module.ts'
import { isTest } from './repository.ts'
import type { Finding } from './repository.ts'

/** A room imports rooms on lower floors only, never a sibling. */
export const FLOORS: Readonly<Record<string, number>> = {
  kernel: 0,
  records: 1,
  site: 2,
  ledger: 2,
  commitments: 2,
  clients: 3,
  runtime: 3,
  history: 3,
  compose: 4,
  judge: 4,
  check: 5,
  fleet: 5,
  backups: 5,
  report: 5,
  faults: 6,
  specimen: 6,
  stage: 7,
  steps: 8,
  drill: 9,
  conductor: 10,
  evidence: 11,
  explore: 11,
  vitest: 12,
  cli: 13,
  doors: 14,
}

/** These import nothing of ours from outside: a real service knows no harness, and a judge of all rooms is in none. */
const CLOSED = ['src/specimen/server/', 'src/house/']

/** What pages in docs/ are written from, and what holds them to it. */
const WRITTEN_FROM = /^src\/(judge\/(glossary|judgement)|runtime\/capabilities|faults\/testing\/cases)\.ts$/
const WRITERS = /^src\/house\/(glossary|catalogue)\.(test\.)?ts$/

interface Reservation {
  readonly what: RegExp
  /** Paths that it is reserved to. */
  readonly only: RegExp
  readonly rule: string
  readonly tests: 'held' | 'free'
}

const RESERVED_IMPORTS: readonly Reservation[] = [
  {
    what: /^(execa|(node:)?child_process|(node:)?cluster)$/,
    only: /^(src\/(runtime\/|specimen\/server\/|house\/|cli\/(testing\/|setup\.mjs$))|scenarios\/testing\/)/,
    rule: 'only runtime/ spawns',
    tests: 'free',
  },
  {
    what: /^(testcontainers|dockerode)$/,
    only: /^(src\/runtime\/containers|bench)\//,
    rule: 'only runtime/containers/ knows an engine',
    tests: 'held',
  },
  {
    what: /^toxiproxy-node-client$/,
    only: /^src\/runtime\/(.+\/)?links?[-./]/,
    rule: 'only the link code knows toxiproxy-node-client',
    tests: 'free',
  },
  {
    what: /^vitest(\/|$)/,
    only: /^(src\/(vitest|house|cli)\/|vitest\.config\.ts$)/,
    rule: 'only vitest/ and cli/ know the test runner',
    tests: 'free',
  },
  {
    what: /^syncdrill(\/|$)/,
    only: /^(scenarios|src\/cli\/init\/template)\//,
    rule: 'inside src, imports are relative',
    tests: 'held',
  },
]

/** The server and the proxy are processes of their own; the bootstrap runs before there is a kernel to import. */
const CLOCK_READERS = /^(bench\/|src\/(kernel\/|specimen\/server\/|runtime\/(.+\/)?(toxi)?proxy[-./]|cli\/setup\.mjs$))/

const RESERVED_USES: readonly Reservation[] = [
  {
    what: /^(Date\.now|new Date\(\)|performance\.(now|timeOrigin)|process\.(hrtime|uptime)|Temporal\.Now)$/,
    only: CLOCK_READERS,
    rule: 'only kernel/ reads a clock',
    tests: 'free',
  },
  {
    what: /(^|\.)(Math\.random|randomUUID|randomBytes|randomInt|getRandomValues)$/,
    only: CLOCK_READERS,
    rule: 'only kernel/ draws a number',
    tests: 'held',
  },
]

export function floorFindings(modules: readonly Module[]): readonly Finding[] {
  return modules.flatMap((module) => [
    ...module.imports.flatMap(({ name, line }) => {
      const rule = brokenBy(module.path, name)
      return rule === undefined ? [] : [{ file: module.path, line, rule, value: name }]
    }),
    ...reservations(module),
  ])
}

function reservations({ path, imports, uses }: Module): readonly Finding[] {
  const pairs = [
    ...RESERVED_IMPORTS.map((rule) => [rule, imports] as const),
    ...RESERVED_USES.map((rule) => [rule, uses] as const),
  ]
  return pairs.flatMap(([{ what, only, rule, tests }, mentions]) => {
    if (only.test(path) || (tests === 'free' && isTest(path))) return []
    return mentions
      .filter(({ name }) => what.test(name))
      .map(({ name, line }) => ({ file: path, line, rule, value: name }))
  })
}

/** Rooms whose files can be read one after the other: what a file imports, types too, never leads back to it. */
export const WITHOUT_CIRCLES = /^src\/(conductor|history|judge|report|runtime\/containers|stage|steps)\//

/** Circles of imports, each told from its first file by name: the shortest of those that begin there. */
export function circleFindings(modules: readonly Module[]): readonly Finding[] {
  const inside = modules.filter(({ path }) => WITHOUT_CIRCLES.test(path))
  const imports: Imports = new Map(
    inside.map(({ path, imports: all }) => [path, all.map(({ name, line }) => ({ to: targetOf(path, name), line }))]),
  )
  const circles = new Map<string, readonly string[]>()
  for (const [file, mentions] of imports) {
    for (const { to } of mentions) {
      const circle = shortestWay(imports, to, file)
      if (!circle) continue
      const [begin = file] = circle.toSorted()
      const first = circle.indexOf(begin)
      const known = circles.get(begin)
      if (!known || circle.length < known.length) {
        circles.set(begin, [...circle.slice(first), ...circle.slice(0, first)])
      }
    }
  }
  return [...circles].map(([file, circle]) => ({
    file,
    line: imports.get(file)?.find(({ to }) => to === (circle[1] ?? file))?.line ?? 1,
    rule: 'imports lead back to where they began',
    value: [...circle, file].join(' > '),
  }))
}

type Imports = ReadonlyMap<string, readonly { readonly to: string; readonly line: number }[]>

/** From one file to another, both named, over as few others as possible; undefined where no way leads there. */
function shortestWay(imports: Imports, start: string, end: string): readonly string[] | undefined {
  const reached = new Set([start])
  const ways: (readonly string[])[] = [[start]]
  for (const way of ways) {
    const last = way.at(-1) ?? start
    if (last === end) return way
    for (const { to } of imports.get(last) ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      ways.push([...way, to])
    }
  }
  return undefined
}

/** The rule that a relative import breaks, if it does. */
function brokenBy(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const to = targetOf(from, specifier)
  if (from.startsWith('scenarios/')) return to.startsWith('scenarios/') ? undefined : "a drill imports 'syncdrill'"
  if (!to.startsWith('src/')) return from.startsWith('src/') ? 'src imports nothing outside of it' : undefined
  const closed = CLOSED.find((place) => from.startsWith(place))
  if (WRITERS.test(from) && WRITTEN_FROM.test(to)) return undefined
  if (closed !== undefined && !to.startsWith(closed)) return `${closed} imports nothing of ours`
  const [here, there] = [roomOf(from), roomOf(to)]
  if (here === there || here === undefined || closed !== undefined) return undefined
  if (there === undefined || there === 'house') return 'a room imports rooms only'
  const [mine, theirs] = [FLOORS[here], FLOORS[there]]
  if (mine === undefined || theirs === undefined) return `${mine === undefined ? here : there}/ has no floor`
  return theirs < mine ? undefined : `${here}/ is on floor ${mine}, ${there}/ on ${theirs}`
}

const targetOf = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : specifier

function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1]
}
