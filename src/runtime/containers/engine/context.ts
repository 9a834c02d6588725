/** The context of an image, put together in a folder of its own: everything that goes in, and so into its name. */

import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import dockerIgnore from '@balena/dockerignore'
import type { Build } from '../../../site/index.ts'

export interface Context extends Disposable {
  readonly folder: string
  readonly files: readonly string[]
  readonly args: Readonly<Record<string, string>>
}

/** In a new folder inside of `room`. */
export function gather(build: Build, room: string): Context {
  const { args = {}, with: others = {} } = build
  mkdirSync(room, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(room, 'context-'))
  for (const { path, full } of filesOf(build)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(full, join(folder, path), { verbatimSymlinks: true })
  }
  for (const [place, from] of othersOf(others)) cpSync(from, join(folder, place), { recursive: true })
  return { folder, args, files: readdirSync(folder), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

/** Twelve hexadecimal digits of all paths, modes and contents, and of what the build is told. */
export function digestOf(build: Build): string {
  const { args = {}, with: others = {}, dockerfile = '', target = '' } = build
  const hash = createHash('sha256').update(JSON.stringify(args, Object.keys(args).toSorted()))
  if (dockerfile !== '' || target !== '') hash.update(JSON.stringify([dockerfile, target]))
  const take = (place: string, { path, full }: Found) =>
    hash.update(`${place}/${path} ${lstatSync(full).mode & 0o111} ${contentOf(full)}\n`)
  for (const found of filesOf(build)) take('', found)
  for (const [place, from] of othersOf(others)) for (const found of filesIn(from)) take(place, found)
  return hash.digest('hex').slice(0, 12)
}

/** Digests of files as they were read: a Node of a hundred megabytes is in every image of ours. */
const read = new Map<string, { readonly as: string; readonly digest: string }>()

function contentOf(path: string): string {
  const entry = lstatSync(path)
  if (entry.isSymbolicLink()) return readlinkSync(path)
  const { size, mtimeMs, ino } = entry
  const as = `${size}/${mtimeMs}/${ino}`
  const known = read.get(path)
  if (known?.as === as) return known.digest
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
  read.set(path, { as, digest })
  return digest
}

interface Found {
  readonly path: string
  readonly full: string
}

/** Of the context itself, but for what its `.dockerignore` names. */
function filesOf({ context, dockerfile = 'Dockerfile' }: Build): readonly Found[] {
  const folder = fileURLToPath(context)
  const rules = join(folder, '.dockerignore')
  const all = filesIn(folder.endsWith('/') ? folder : `${folder}/`)
  if (!existsSync(rules)) return all
  const filter = rulesOf({ ignorecase: false }).add(readFileSync(rules, 'utf8'))
  return all.filter(({ path }) => path === dockerfile || path === '.dockerignore' || !filter.ignores(path))
}

/** Its types speak of a default member that the module does not have. */
const rulesOf = dockerIgnore as unknown as typeof dockerIgnore.default

const othersOf = (others: { readonly [place: string]: URL }) =>
  Object.entries(others).map(([place, from]) => [place, realpathSync(fileURLToPath(from))] as const)

function filesIn(path: string): readonly Found[] {
  if (!statSync(path).isDirectory()) return [{ path: '', full: path }]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((full) => ({ path: full.slice(path.length), full }))
}
