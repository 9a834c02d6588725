/** The public face: what each door of package.json lists, where that is declared, and what is said of it there. */
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { z } from 'zod'
import { ROOT, type Finding, type SourceFile } from './repository.ts'

const Package = z.looseObject({ exports: z.record(z.string(), z.string()) })

export interface PublicName {
  readonly name: string
  readonly isType: boolean
  /** The file that declares it. */
  readonly from: string
}

export interface PublicDoor {
  /** As somebody imports it: `syncdrill/faults`. */
  readonly door: string
  readonly file: string
  readonly names: readonly PublicName[]
  /** What stands in the file beside the list. */
  readonly findings: readonly Finding[]
}

/** Doors in the order of package.json; what leads to no source file is none. */
export function doorsOf(checkout: string): readonly { readonly door: string; readonly file: string }[] {
  const { exports } = Package.parse(JSON.parse(checkout))
  return Object.entries(exports)
    .filter(([, target]) => target.endsWith('.ts'))
    .map(([path, target]) => ({ door: posix.join('syncdrill', path), file: posix.normalize(target) }))
}

export function readDoor(door: string, { path, text }: SourceFile): PublicDoor {
  const names: PublicName[] = []
  const findings: Finding[] = []
  for (const statement of parseSync(path, text).program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source === null) {
      const line = text.slice(0, statement.start).split('\n').length
      findings.push({ file: path, line, rule: 'a door lists names and nothing else', value: statement.type })
      continue
    }
    const from = posix.join(posix.dirname(path), statement.source.value)
    for (const { exported, exportKind } of statement.specifiers) {
      const name = exported.type === 'Literal' ? exported.value : exported.name
      names.push({ name, isType: statement.exportKind === 'type' || exportKind === 'type', from })
    }
  }
  return { door, file: path, names, findings }
}

/** The docstring right above the declaration of a name; undefined where there is none, or no such declaration. */
export function docstringOf(name: string, { path, text }: SourceFile): string | undefined {
  const { program, comments } = parseSync(path, text)
  const starts = program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) return []
    const { declaration } = statement
    const declared =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''))
        : ['id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : '']
    return declared.includes(name) ? [statement.start] : []
  })
  const above = comments.find(({ value, end }) => {
    return value.startsWith('*') && starts.some((start) => end <= start && text.slice(end, start).trim() === '')
  })
  return above?.value
}

/** The list that is kept: a door, and under it what it exports, types marked as such. */
export function listOf(doors: readonly PublicDoor[]): string {
  const lines = doors.flatMap(({ door, names }) => [
    door,
    ...names.map(({ name, isType }) => `  ${isType ? 'type ' : ''}${name}`).toSorted(),
  ])
  return `${lines.join('\n')}\n`
}

export const sourceOf = (path: string): SourceFile => ({ path, text: readFileSync(ROOT + path, 'utf8') })
