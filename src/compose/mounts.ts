/**
 * What a service finds at which path. Named volumes are volumes of the site. Nothing is mounted from this machine, for
 * the engine may be another: a folder becomes a volume that begins with a copy of it, a file is put into the container.
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { volume, type Domain, type PutFile, type Volume } from '../site/index.ts'
import { isUnsaid, listOf, membersOf, textOf, type Members, type Reading } from './reading.ts'

/** What is copied into a volume at most: configuration and seeds, not somebody's data. */
const BYTES_MAX = 32_000_000
const SOCKETS = /\.sock$/
const OF_MACHINE = /^\/(dev|proc|sys|run|var\/run|var\/lib\/docker)(\/|$)/

export interface Mounted {
  readonly data: { readonly [path: string]: Volume }
  readonly files: readonly PutFile[]
  readonly tmpfs: { readonly [path: string]: string }
}

/** In which failure domains volumes stand, by their names. */
export type Placed = Readonly<Record<string, { readonly in?: readonly Domain[] }>>

/** All volumes of a file, each once, whoever uses it. */
export class Volumes {
  readonly named: Record<string, Volume> = {}
  readonly #folders = new Map<string, { readonly volume: Volume; readonly where: string }>()
  readonly #project: string
  readonly #declared: Members
  readonly #reading: Reading
  readonly #placed: Placed

  constructor(project: string, declared: Members, placed: Placed, reading: Reading) {
    this.#project = project
    this.#declared = declared
    this.#placed = placed
    this.#reading = reading
  }

  /** `fresh` are paths at which a service begins with an empty folder. */
  mountsOf(where: string, mounts: unknown, fresh: readonly string[]): Mounted {
    const data: Record<string, Volume> = {}
    const files: PutFile[] = []
    const tmpfs: Record<string, string> = {}
    for (const mount of listOf(mounts).map(membersOf)) {
      const { type, source, target, read_only: readOnly } = mount
      const path = String(target)
      const place = `${where}.volumes: ${path}`
      if (!isUnsaid(membersOf(mount['volume'])['subpath'])) {
        this.#reading.refuse(place, 'a whole volume', mount['volume'])
      } else if (type === 'tmpfs') tmpfs[path] = optionsOf(membersOf(mount['tmpfs']))
      else if (type === 'volume') data[path] = this.#volume(textOf(source), place)
      else if (type !== 'bind') this.#reading.refuse(place, 'a volume, a folder or a file', type)
      else this.#bind({ from: String(source), path, place, isFresh: fresh.includes(path), readOnly }, data, files)
    }
    for (const path of fresh) if (!(path in data)) this.#reading.refuse(`${where}.volumes`, `a folder at ${path}`, data)
    return { data, files, tmpfs }
  }

  #volume(name: string | undefined, place: string): Volume {
    if (name === undefined) return volume()
    const known = this.named[name]
    if (known) return known
    const { external, driver, driver_opts: options } = membersOf(this.#declared[name])
    const where = `volumes.${name}`
    if (external === true) this.#reading.refuse(`${where}.external`, 'a volume of the run: it touches no other', true)
    if (driver !== undefined && driver !== 'local') this.#reading.refuse(`${where}.driver`, 'local', driver)
    if (!isUnsaid(options)) this.#reading.refuse(`${where}.driver_opts`, `none, for ${place}`, options)
    const made = volume(this.#placed[name])
    this.named[name] = made
    return made
  }

  #bind(
    bind: {
      readonly from: string
      readonly path: string
      readonly place: string
      readonly isFresh: boolean
      readonly readOnly: unknown
    },
    data: Record<string, Volume>,
    files: PutFile[],
  ): void {
    const { from, path, place, isFresh } = bind
    const found = statSync(from, { throwIfNoEntry: false })
    if (SOCKETS.test(from) || OF_MACHINE.test(from) || from === '/') {
      this.#reading.refuse(place, 'nothing of the machine itself', from)
    } else if (found?.isFile()) {
      if (bind.readOnly !== true) this.#reading.ignore(`${place}: what is written to the file`)
      files.push({ path, content: readFileSync(from), mode: found.mode & 0o777 })
    } else if (found && !found.isDirectory()) this.#reading.refuse(place, 'a folder or a file', from)
    else data[path] = this.#folder(from, place, isFresh)
  }

  /** Where two services have one folder, they have one volume. */
  #folder(from: string, place: string, isFresh: boolean): Volume {
    const known = this.#folders.get(from)
    if (known) return known.volume
    const over = [...this.#folders].find(([other]) => isIn(other, from) || isIn(from, other))
    if (over) this.#reading.refuse(place, `a folder apart from that of ${over[1].where}`, from)
    const begins = isFresh || !existsSync(from) ? undefined : from
    if (begins !== undefined) this.#checkCopied(begins, place)
    const made: Volume = { ...volume(), folder: { from: begins } }
    this.#folders.set(from, { volume: made, where: place })
    return made
  }

  #checkCopied(from: string, place: string): void {
    const path = place.slice(place.indexOf(': ') + 2)
    const way = `or fresh: ['${path}'], with which it begins empty`
    if (!isIn(from, this.#project) && from !== this.#project) {
      this.#reading.refuse(place, `a folder of the project, ${way}`, from)
      return
    }
    const bytes = bytesIn(from)
    const most = `at most ${BYTES_MAX / 1e6} MB to copy, ${way}`
    if (bytes > BYTES_MAX) this.#reading.refuse(place, most, `${from} with ${Math.round(bytes / 1e6)} MB`)
  }
}

const isIn = (path: string, folder: string): boolean => {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`)
}

/** Counts no further than it has to. */
function bytesIn(folder: string): number {
  let sum = 0
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    sum += statSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0
    if (sum > BYTES_MAX) break
  }
  return sum
}

function optionsOf({ size, mode }: Members): string {
  const words = [...(size === undefined ? [] : [`size=${textOf(size)}`]), ...(mode === undefined ? [] : [octal(mode)])]
  return words.join(',')
}

const octal = (mode: unknown): string => `mode=${Number(mode).toString(8)}`

/** `secrets` and `configs` of a service, as files: Compose puts them there too. */
export function grantedFiles(
  kind: 'secrets' | 'configs',
  where: string,
  grants: unknown,
  declared: Members,
  reading: Reading,
): readonly PutFile[] {
  return listOf(grants).flatMap((grant): readonly PutFile[] => {
    const { source, target, mode, uid, gid } = membersOf(grant)
    const name = String(source)
    const place = `${where}.${kind}: ${name}`
    const content = contentOf(`${kind}.${name}`, membersOf(declared[name]), reading)
    if (!isUnsaid(uid) || !isUnsaid(gid)) reading.ignore(`${place}: its owner`)
    if (content === undefined) return []
    const at = textOf(target) ?? name
    const path = at.startsWith('/') ? at : kind === 'secrets' ? `/run/secrets/${at}` : `/${at}`
    return [{ path, content, mode: mode === undefined ? 0o444 : Number(mode) }]
  })
}

function contentOf(where: string, { file, content, environment, ...others }: Members, reading: Reading) {
  const path = textOf(file)
  if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile()) return readFileSync(path)
  if (typeof content === 'string') return Buffer.from(content)
  const name = textOf(environment)
  const value = name === undefined ? undefined : process.env[name]
  if (value !== undefined) return Buffer.from(value)
  if (path !== undefined) reading.refuse(where, 'a file that is there', basename(path))
  else reading.refuse(where, 'a file, content or a variable that is set', name ?? others)
  return undefined
}
