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
  clients: 3,
  runtime: 3,
  judge: 3,
  fleet: 4,
  backups: 4,
  report: 4,
  faults: 5,
  specimen: 5,
  drill: 6,
  conductor: 7,
  explore: 8,
  vitest: 9,
  cli: 10,
}

/** These import nothing of ours from outside: a real service knows no harness, and a judge of all rooms is in none. */
const CLOSED = ['src/specimen/server/', 'src/house/']

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
    only: /^(src\/(runtime\/|specimen\/server\/|house\/|cli\/setup\.mjs$)|scenarios\/testing\/)/,
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
  { what: /^syncdrill(\/|$)/, only: /^scenarios\//, rule: 'inside src, imports are relative', tests: 'held' },
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

/** The rule that a relative import breaks, if it does. */
function brokenBy(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const to = posix.join(posix.dirname(from), specifier)
  if (from.startsWith('scenarios/')) return to.startsWith('scenarios/') ? undefined : "a drill imports 'syncdrill'"
  if (!to.startsWith('src/')) return from.startsWith('src/') ? 'src imports nothing outside of it' : undefined
  const closed = CLOSED.find((place) => from.startsWith(place))
  if (closed !== undefined && !to.startsWith(closed)) return `${closed} imports nothing of ours`
  const [here, there] = [roomOf(from), roomOf(to)]
  if (here === there || here === undefined || closed !== undefined) return undefined
  if (there === undefined || there === 'house') return 'a room imports rooms only'
  const [mine, theirs] = [FLOORS[here], FLOORS[there]]
  if (mine === undefined || theirs === undefined) return `${mine === undefined ? here : there}/ has no floor`
  return theirs < mine ? undefined : `${here}/ is on floor ${mine}, ${there}/ on ${theirs}`
}

/** The door, src/index.ts, is in no room and imports any. */
function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1]
}
