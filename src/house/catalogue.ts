/** Writes `docs/catalogue.md` from the docstrings of what the doors export: `npm run docs`. */

import { writeFileSync } from 'node:fs'
import { OF_CONTAINERS, OF_EMBEDDED, OF_EXTERNAL } from '../runtime/capabilities.ts'
import { docstringOf, doorsOf, readDoor, sourceOf, type PublicDoor } from './doors.ts'
import { ROOT } from './repository.ts'
import { wrapped } from './wrapped.ts'

export const PAGE = 'docs/catalogue.md'

/** A kind of thing, by the door that exports it and the folder that declares it. */
interface Kind {
  readonly heading: string
  readonly opening: string
  readonly door: string
  readonly from: RegExp
  /** What a runtime must be able to do for any of them. */
  readonly needs?: readonly string[]
}

const KINDS: readonly Kind[] = [
  {
    heading: 'Faults',
    opening:
      'What is done to services, links, volumes, devices and backups. Each comes with a witness: a fault counts only' +
      ' once its effect was seen.',
    door: 'syncdrill/faults',
    from: /^src\/faults\//,
  },
  {
    heading: 'Steps',
    opening: 'What the acts of a drill are made of.',
    door: 'syncdrill',
    from: /^src\/steps\//,
  },
  {
    heading: 'Backup engines',
    opening: 'What takes copies, and brings them back. A copy counts only once it was restored and compared.',
    door: 'syncdrill/backups',
    from: /^src\/backups\//,
    needs: ['copies'],
  },
  {
    heading: 'Promises',
    opening: 'What a drill claims of a service. The exact rules of their findings are in [the glossary](glossary.md).',
    door: 'syncdrill/promises',
    from: /^src\/judge\/promises\//,
  },
]

export interface Entry {
  readonly name: string
  readonly text: string
  /** As it is written in a drill file. */
  readonly example: string
  /** What a runtime must be able to do. */
  readonly needs: readonly string[]
}

export function entriesOf({ names }: PublicDoor, from: RegExp, always: readonly string[] = []): readonly Entry[] {
  const own = names.filter((one) => !one.isType && from.test(one.from))
  return own
    .map(({ name, from: path }) => {
      const source = sourceOf(path)
      return { name, ...readDocstring(docstringOf(name, source) ?? ''), needs: [...always, ...needsIn(source.text)] }
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** Prose, and the example at its end. */
export function readDocstring(docstring: string): Pick<Entry, 'text' | 'example'> {
  const lines = docstring.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
  const [before = '', example = ''] = lines.join('\n').split('@example')
  const [text = before] = before.split(/\n@(?:param|returns|throws)\b/)
  return { text: text.trim().replaceAll(/\s*\n\s*/g, ' '), example: example.replace(/^ /, '').trim() }
}

/** As far as a file names them itself: a toxic is what its proxy must be able to do. */
function needsIn(text: string): readonly string[] {
  const listed = /needs: \[([^\]]*)\]/.exec(text)?.[1] ?? ''
  return [...listed.matchAll(/'([^']+)'/g)].map(([, need = '']) => need)
}

/** Which runtimes can do it. */
export function runtimesOf({ needs }: Pick<Entry, 'needs'>): readonly string[] {
  const all = { embedded: OF_EMBEDDED, containers: OF_CONTAINERS, external: OF_EXTERNAL }
  return Object.entries(all).flatMap(([name, can]) => (needs.every((need) => isIn(can, need)) ? [name] : []))
}

const RUNTIMES = 3

const isIn = (can: ReadonlySet<string>, need: string): boolean => can.has(need)

export function cataloguePage(doors: readonly PublicDoor[]): string {
  const sections = KINDS.flatMap(({ heading, opening, door, from, needs = [] }) => {
    const entries = doors.filter((one) => one.door === door).flatMap((one) => entriesOf(one, from, needs))
    return [`## ${heading}`, wrapped(opening), `\`import { … } from '${door}'\``, ...entries.flatMap(sectionOf)]
  })
  const origin = '<!-- Written by `npm run docs` from the docstrings in the code. Change them there. -->'
  const note =
    'Every fault, step, backup engine and promise, as the code says it. Where a runtime cannot do a thing, a drill' +
    ' that asks for it is refused by name before anything starts.'
  return `${['# Catalogue', origin, wrapped(note), ...sections].join('\n\n')}\n`
}

function sectionOf(entry: Entry): readonly string[] {
  const on = runtimesOf(entry)
  const where = on.length === RUNTIMES ? [] : [`Runtime: ${on.join(', ') || 'none'} only.`]
  return [`### ${entry.name}`, wrapped(entry.text), `\`\`\`ts\n${entry.example}\n\`\`\``, ...where]
}

export const allDoors = (): readonly PublicDoor[] =>
  doorsOf(sourceOf('package.json').text).map(({ door, file }) => readDoor(door, sourceOf(file)))

if (import.meta.main) {
  writeFileSync(ROOT + PAGE, cataloguePage(allDoors()))
  process.stdout.write(`${PAGE}: written\n`)
}
