/** Changes of ledgers: rows, their order, all of it sealed again, what was planned, what was expected. */

import { toBundle, type Bundle } from '../bundle.ts'
import type { Files } from '../files.ts'
import {
  LAB,
  LOSING,
  PASSING,
  reportedAgain,
  resealed,
  signedBy,
  withFile,
  withLine,
  withLines,
  type Line,
} from './forging.ts'
import type { Tampering } from './tamperings.ts'

type Family = Tampering['family']
type Forge = (files: Files) => Files

const family = (name: Family, ways: Readonly<Record<string, Forge>>): readonly Tampering[] =>
  Object.entries(ways).map(([what, change]) => ({
    family: name,
    name: what,
    forge: ({ sealed, files }: Bundle) => toBundle({ sealed, files: change(files) }),
  }))

const swapped = (lines: string[], one: number, other: number): void => {
  const [first = '', second = ''] = [lines[one], lines[other]]
  lines[one] = second
  lines[other] = first
}

const first = (lines: readonly Line[], is: string): Line => {
  const line = lines.find((one) => one.is === is)
  if (!line) throw new Error(`no line '${is}'`)
  return line
}

/** A plain value somewhere inside of a line. */
function set(line: Line, path: string, value: unknown): void {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  const inner = steps.reduce<unknown>((at, step) => Reflect.get(at as object, step) as unknown, line)
  Reflect.set(inner as object, last, value)
}

const ROW = family('row', {
  'what a server showed': (f) => withLine(f, LOSING, 'row', (l) => l.replace(/"hash":"./, '"hash":"_')),
  'a refusal becomes an acknowledgement': (f) =>
    withLine(f, LOSING, 'answered', (l) => l.replace(/"outcome":"\w+"/, '"outcome":"rejected"')),
  'an edit was of another record': (f) =>
    withLine(f, PASSING, 'edit', (l) => l.replace(/"record":"[^"]+"/, '"record":"r"')),
  'a row was a deletion': (f) => withLine(f, PASSING, 'row', (l) => l.replace(/\}$/, ',"deleted":true}')),
  'a service ran in another version': (f) =>
    withLine(f, PASSING, 'service', (l) => l.replace('"version":"1"', '"version":"2"')),
  'something happened earlier': (f) => withLine(f, LOSING, 'strike', (l) => l.replace(/"ms":[\d.]+/, '"ms":1')),
  'a witness saw nothing': (f) => withLine(f, LOSING, 'witness', (l) => l.replace('"saw":"effect"', '"saw":"nothing"')),
  'a row is none any more': (f) => withLine(f, LOSING, 'row', (l) => l.slice(0, -3)),
  'a blank more in a row': (f) => withLine(f, LOSING, 'row', (l) => l.replace('"is":', '"is": ')),
})

/** Where the n-th line of what somebody read stands, with another such line right behind it. */
function rowAt(lines: readonly string[], n: number): number {
  const isRow = (line = ''): boolean => line.includes('"is":"row"')
  const places = [...lines.keys()].filter((place) => isRow(lines[place]) && isRow(lines[place + 1]))
  const place = places[n]
  if (place === undefined) throw new Error(`there are only ${places.length} rows`)
  return place
}

const moved = (lines: readonly string[], from: number, to: number): string[] =>
  lines.toSpliced(from, 1).toSpliced(to, 0, lines[from] ?? '')

const ORDER = family('order', {
  'a row is gone': (f) => withLines(f, LOSING, (l) => l.toSpliced(rowAt(l, 5), 1)),
  'two rows are gone': (f) => withLines(f, LOSING, (l) => l.toSpliced(rowAt(l, 9), 2)),
  'the last row is gone': (f) => withLines(f, LOSING, (l) => l.toSpliced(-2, 1)),
  'a row stands twice': (f) => withLines(f, LOSING, (l) => l.toSpliced(rowAt(l, 7), 0, l[rowAt(l, 7)] ?? '')),
  'a row stands once more, far away': (f) =>
    withLines(f, LOSING, (l) => l.toSpliced(rowAt(l, 40), 0, l[rowAt(l, 7)] ?? '')),
  'two neighbours changed places': (f) => withLines(f, PASSING, (l) => swapped(l, rowAt(l, 5), rowAt(l, 5) + 1)),
  'two rows far from each other changed places': (f) =>
    withLines(f, PASSING, (l) => swapped(l, rowAt(l, 5), rowAt(l, 50))),
  'a row came earlier': (f) => withLines(f, PASSING, (l) => moved(l, rowAt(l, 50), rowAt(l, 5))),
  'a row came later': (f) => withLines(f, PASSING, (l) => moved(l, rowAt(l, 5), rowAt(l, 50))),
})

/** The attacker who can seal: the chain itself is whole. */
const HEAD = family('head', {
  'an acknowledgement was none': (f) =>
    resealed(f, LOSING, (l) => set(first(l, 'answered'), 'outcome', 'indeterminate')),
  'a loss was never written': (f) => resealed(f, LOSING, (l) => l.filter(({ is }) => is !== 'edit')),
  'nothing is different, sealed in other blocks': (f) =>
    withFile(f, LOSING, (text) => {
      const again = resealed(f, LOSING, (l) => set(first(l, 'end'), 'ms', 1)).get(LOSING)
      return again?.toString('utf8') ?? text
    }),
  'a copy of a row was added': (f) =>
    resealed(f, PASSING, (l) => l.flatMap((one) => (one === first(l, 'row') ? [one, { ...one }] : [one]))),
  'a witness saw an effect': (f) => resealed(f, LOSING, (l) => set(first(l, 'witness'), 'count', 1_000)),
  'a run that broke off is complete': (f) => resealed(f, PASSING, (l) => set(first(l, 'end'), 'state', 'aborted')),
  'its tail is cut off at a seal': (f) =>
    withLines(f, LOSING, (l) =>
      l.slice(0, l.findLastIndex((line, at) => at < l.length - 1 && line.startsWith('{"seal"')) + 1),
    ),
  'its last seal is another': (f) =>
    withLines(f, LOSING, (l) => {
      const last = l.at(-1) ?? ''
      return [...l.slice(0, -1), last.replace(/.("\})$/, (end) => (end.startsWith('0') ? '1"}' : '0"}'))]
    }),
})

const planned =
  (is: string, path: string, value: unknown, name = LOSING): Forge =>
  (f) =>
    resealed(f, name, (l) => set(first(l, is), path, value))

const PLAN = [
  ...family('plan', {
    'its hash': planned('run', 'planHash', '0'.repeat(64)),
    'its seed': planned('run', 'seed', 8),
    'devices kept what they were told': planned('plan', 'plan.devices.0.memory', 'volatile'),
    'another version was to run': planned('plan', 'plan.services.0.start', '2', PASSING),
    'a promise was waived': planned('promise', 'waived', true),
    'conflicts were decided otherwise': planned('collection', 'policy', 'append'),
    'an edit was not planned': (f) => resealed(f, PASSING, (l) => l.filter((one) => one !== first(l, 'intent'))),
    'a limit, and nothing is sealed again': (f) =>
      withLine(f, PASSING, 'plan', (l) => l.replace(/"quiesce":\d+/, '"quiesce":1')),
  }),
  {
    family: 'plan' as const,
    name: 'by the key that signs, and its hash is the old one',
    forge: ({ files }: Bundle) =>
      signedBy(LAB, reportedAgain(planned('plan', 'plan.devices.0.memory', 'volatile')(files))),
  },
]

const EXPECTED: Record<string, [path: string, value: unknown]> = {
  'a pass': ['expectation', { verdict: 'pass' }],
  'an inconclusive run': ['expectation.verdict', 'inconclusive'],
  'no breach': ['expectation.breaches', []],
  'another breach': ['expectation.breaches.0.promise', 'everybodyConverges'],
  'one finding more': ['expectation.breaches.0.findings', ['lost', 'stale', 'unrecoverable', 'corrupted']],
  'a share of the records': ['expectation.breaches.0.share', [0, 1]],
  'whatever did it': ['expectation.breaches.0.by', 'zeroPages'],
}

const EXPECTATIONS = family('expectations', {
  ...Object.fromEntries(
    Object.entries(EXPECTED).map(([what, [path, value]]) => [what, planned('expectation', path, value)]),
  ),
  'a fail of what passed, and nothing is sealed again': (f) =>
    withLine(f, PASSING, 'expectation', (l) => l.replace('"verdict":"pass"', '"verdict":"fail"')),
})

export const LEDGERS: readonly Tampering[] = [...ROW, ...ORDER, ...HEAD, ...PLAN, ...EXPECTATIONS]
