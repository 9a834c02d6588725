/** The engine behind somebody's own scripts: what they print is read, and what they do not say is not made up. */

import { Failure, wallTime } from '../kernel/index.ts'
import {
  CommandFailed,
  hasAnswered,
  lastLinesOf,
  succeed,
  type CleanRoom,
  type Executed,
  type Furniture,
  type RunningSite,
  type VolumeAccess,
} from '../runtime/index.ts'
import type { Service, Surroundings, Volume } from '../site/index.ts'
import { newCopy } from './copy-name.ts'
import type { BackupScene, CleanCopy, CopyClaim, CopyFile, Engine, RestoreOutcome } from './engine.ts'
import { serveFrom, type Refusal } from './rooms.ts'

/**
 * Stands for the name of a copy in the words of a command, wherever in a word.
 * @example
 * restore: ['tar', '-xf', `/backups/${COPY}.tar`]
 */
export const COPY = '{COPY}'

export interface Words {
  readonly take: readonly string[]
  readonly list: readonly string[]
  readonly verify?: readonly string[]
  readonly restore: readonly string[]
}

interface Told {
  readonly of: Service
  readonly to: Volume | undefined
  readonly mountedAt: string
  readonly words: Words
  readonly place: Surroundings
  /** The service is stopped while a copy is restored. */
  readonly stops: boolean
  readonly atMostMs: number
}

type Refused = Extract<RestoreOutcome, { readonly is: 'refused' }>

export class CommandsEngine implements Engine {
  readonly serves: Service
  readonly mistakes = []
  readonly prunes = true
  readonly #told: Told
  /** When each copy was taken on a site that runs: the scripts need not say. */
  readonly #taken = new WeakMap<RunningSite, Map<string, string>>()

  constructor(told: Told) {
    this.serves = told.of
    this.#told = told
  }

  async take(scene: BackupScene): Promise<CopyClaim> {
    const { words } = this.#told
    const given = words.take.some((word) => word.includes(COPY)) ? newCopy() : undefined
    const taken = wallTime()
    const argv = named(words.take, given)
    const executed = await this.#succeed(scene, argv)
    const copy = given ?? nameIn(argv, executed)
    const listed = await this.#succeed(scene, words.list)
    if (!namesIn(listed).includes(copy)) {
      throw new CommandFailed(words.list, listed, `does not name '${copy}', which ${argv.join(' ')} took`)
    }
    const known = this.#taken.get(scene.site) ?? new Map<string, string>()
    known.delete(copy)
    this.#taken.set(scene.site, known.set(copy, taken))
    return this.#claim(scene, copy)
  }

  /** In the order in which they were taken; what was there before comes first, as it was listed. */
  async list(scene: BackupScene): Promise<readonly CopyClaim[]> {
    const names = namesIn(await this.#succeed(scene, this.#told.words.list))
    const order = [...(this.#taken.get(scene.site)?.keys() ?? [])]
    const sorted = names.toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
    return Promise.all(sorted.map((copy) => this.#claim(scene, copy)))
  }

  /** On their volume: what has the copy's name, with or without an ending, and all that lies in such a folder. */
  async files({ site }: BackupScene, copy: string): Promise<readonly CopyFile[]> {
    const { to } = this.#told
    const there = to ? await site.volume(to).list() : []
    const isOf = (part: string) => part === copy || part.startsWith(`${copy}.`)
    return there.filter(({ path }) => path.split('/').some(isOf)).map((file) => ({ ...file, holds: 'rows' }))
  }

  async verify(scene: BackupScene, copy: string): Promise<{ readonly sound: boolean; readonly because: string }> {
    const { verify } = this.#told.words
    const gone = await this.#goneFrom(scene, copy)
    if (gone) return { sound: false, because: gone.because }
    if (!verify) return { sound: true, because: 'it is listed, and there is no command that verifies it' }
    const argv = named(verify, copy)
    const executed = await scene.site.execute(argv, { ...this.#told.place, atMostMs: this.#told.atMostMs })
    if (!hasAnswered(executed)) throw new CommandFailed(argv, executed)
    const said = lastLinesOf(executed.output).slice(-1).join('')
    return { sound: executed.code === 0, because: said || `${argv.join(' ')} exited with ${executed.code}` }
  }

  async restore(scene: BackupScene, copy: string): Promise<RestoreOutcome> {
    const { of, words, stops } = this.#told
    const gone = await this.#goneFrom(scene, copy)
    if (gone) return { is: 'refused', ...gone }
    if (stops) await scene.site.stop(of)
    try {
      return restored(await this.#succeed(scene, named(words.restore, copy)))
    } catch (thrown) {
      return await this.#refused(scene, copy, thrown)
    } finally {
      if (stops) await scene.site.start(of)
    }
  }

  async cleanRoom(scene: BackupScene, copy: string): Promise<CleanCopy> {
    const { of, to, mountedAt, words, stops } = this.#told
    const gone = await this.#goneFrom(scene, copy)
    if (gone) return { is: 'unusable', ...gone }
    const argv = named(words.restore, copy)
    const data: ReadonlyMap<string, VolumeAccess> = to ? new Map([[mountedAt, scene.site.volume(to)]]) : new Map()
    const furniture = { data, ...(stops && { prepare: (run) => this.#restoreBy(run, argv) }) } satisfies Furniture
    try {
      return await serveFrom(scene, of, furniture, async (room) => {
        if (!stops) await this.#restoreBy(this.#within(room), argv)
        return undefined
      })
    } catch (thrown) {
      const { because, damage } = await this.#refused(scene, copy, thrown)
      return { is: 'unusable', because, ...(damage && { damage }) }
    }
  }

  #within({ execute, executeBeside }: CleanRoom): CleanRoom['execute'] {
    return this.#told.place.inside ? execute : executeBeside
  }

  async #restoreBy(execute: CleanRoom['execute'], argv: readonly string[]): Promise<void> {
    const executed = await execute(argv, { atMostMs: this.#told.atMostMs })
    if (executed.code !== 0) throw new CommandFailed(argv, executed)
  }

  #succeed({ site }: BackupScene, argv: readonly string[]): Promise<Executed> {
    const { place, atMostMs } = this.#told
    return succeed(site, { argv, ...place, atMostMs })
  }

  async #goneFrom(scene: BackupScene, copy: string): Promise<Refusal | undefined> {
    const { list } = this.#told.words
    const names = namesIn(await this.#succeed(scene, list))
    return names.includes(copy)
      ? undefined
      : { because: `there is no copy '${copy}': ${list.join(' ')} does not name it` }
  }

  /** A script that fails is an outcome; what is wrong with the drill, or with us, is none. */
  async #refused(scene: BackupScene, copy: string, thrown: unknown): Promise<Refused> {
    if (!(thrown instanceof Failure) || thrown.class !== 'environment') throw thrown
    const files = await this.files(scene, copy)
    const isEmpty = files.length > 0 && files.every(({ bytes }) => bytes === 0)
    const by = thrown instanceof CommandFailed && { by: thrown }
    return { is: 'refused', because: thrown.message, damage: isEmpty ? 'empty' : 'unusable', ...by }
  }

  async #claim(scene: BackupScene, copy: string): Promise<CopyClaim> {
    const bytes = (await this.files(scene, copy)).reduce((sum, file) => sum + file.bytes, 0)
    return { copy, taken: this.#taken.get(scene.site)?.get(copy) ?? '', bytes, claims: {} }
  }
}

function named(argv: readonly string[], copy: string | undefined): readonly string[] {
  return copy === undefined ? argv : argv.map((word) => word.replaceAll(COPY, () => copy))
}

const linesIn = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

const namesIn = ({ stdout }: Executed): readonly string[] => [
  ...new Set(linesIn(stdout).map((line) => line.split(/\s/)[0] ?? line)),
]

/** Throws where its last line is no name: one word. */
function nameIn(argv: readonly string[], executed: Executed): string {
  const [last] = linesIn(executed.stdout).slice(-1)
  if (last === undefined) throw new CommandFailed(argv, executed, 'printed no name of a copy')
  if (/\s/.test(last))
    throw new CommandFailed(argv, executed, `printed '${last}', not the name of a copy, as its last line`)
  return last
}

function restored({ stdout }: Executed): RestoreOutcome {
  const [last = ''] = linesIn(stdout).slice(-1)
  const number = /^\D*(\d{1,15})\D*$/.exec(last)?.[1]
  return { is: 'restored', ...(number !== undefined && { rows: Number(number) }) }
}
