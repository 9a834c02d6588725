/**
 * What a run is about to make, written and synced before it makes it. The reaper works from this file alone, so a
 * conductor may die at any moment.
 */

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure, reasonOf } from '../kernel/failure.ts'
import { startOf } from './proc.ts'

/** A process is known by its number and the moment it started: a number alone may be a stranger's by now. */
export type Resource =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'process'; readonly label: string; readonly pid?: number; readonly started?: string }
  /** Everything there that carries this run's label is the run's. */
  | { readonly kind: 'engine'; readonly connection: EngineConnection; readonly id?: string }
  | { readonly kind: 'container' | 'network' | 'volume'; readonly name: string; readonly id?: string }

/** How whoever reads a journal reaches the engine again. */
export type EngineConnection =
  | { readonly socketPath: string }
  | {
      readonly protocol: 'http' | 'https'
      readonly host: string
      readonly port: number
      /** Folder of ca.pem, cert.pem and key.pem. */
      readonly certificates?: string
    }

/** As `DOCKER_HOST` says it. */
export function addressOf(connection: EngineConnection): string {
  if ('socketPath' in connection) return `unix://${connection.socketPath}`
  return `${connection.protocol === 'https' ? 'https' : 'tcp'}://${connection.host}:${connection.port}`
}

export type JournalLine =
  | { readonly is: 'owner'; readonly run: string; readonly pid: number; readonly started: string }
  | { readonly is: 'reaper'; readonly pid: number; readonly started: string }
  | ({ readonly is: 'planned' | 'made' } & Resource)
  /** What is to be run, should the run end before it says that it is done. */
  | { readonly is: 'undo'; readonly id: string; readonly argv: readonly string[] }
  | { readonly is: 'undone'; readonly id: string }

/** Every child of a run carries it in its environment. */
export const MARKER = 'SYNCDRILL_RUN'

const root = (): string => join(tmpdir(), `syncdrill-${process.getuid?.() ?? 'user'}`)
export const journalsFolder = (): string => join(root(), 'journals')
export const journalOf = (run: string): string => join(journalsFolder(), `${run}.jsonl`)
/** A cache: whoever deletes it has lost nothing. */
export const compiledFolder = (): string => join(root(), 'compiled')
/** Where the volumes of a run lie: nothing outside it is ever removed. */
export const folderOf = (run: string): string => join(root(), 'runs', run)

export class Journal implements Disposable {
  readonly run: string
  readonly path: string
  readonly #fd: number
  readonly #lines: JournalLine[] = []

  constructor(run: string) {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(run)) {
      throw new Failure('usage', `run '${run}': expected letters, digits, dots and dashes`)
    }
    this.run = run
    this.path = journalOf(run)
    try {
      mkdirSync(journalsFolder(), { recursive: true, mode: 0o700 })
      this.#fd = openSync(this.path, 'wx', 0o600)
    } catch (thrown) {
      throw new Failure('environment', `the journal cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
    }
    this.#write({ is: 'owner', run, pid: process.pid, started: startOf(process.pid) ?? '' })
  }

  /** Before the act, always. */
  planned(resource: Resource): void {
    this.#write({ is: 'planned', ...resource })
  }

  made(resource: Resource): void {
    this.#write({ is: 'made', ...resource })
  }

  /** Before the act, always; never twice with one `id`. */
  undo(id: string, argv: readonly string[]): void {
    this.#write({ is: 'undo', id, argv })
  }

  undone(id: string): void {
    this.#write({ is: 'undone', id })
  }

  reaperIs(pid: number): void {
    this.#write({ is: 'reaper', pid, started: startOf(pid) ?? '' })
  }

  /** What was written, whatever has become of the file since. */
  get lines(): readonly JournalLine[] {
    return this.#lines
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd)
  }

  #write(line: JournalLine): void {
    writeSync(this.#fd, `${JSON.stringify(line)}\n`)
    fsyncSync(this.#fd)
    this.#lines.push(line)
  }
}

/** Whole lines only: the last one may have been torn by the death of its writer, and then its act never happened. */
export function readJournal(path: string): readonly JournalLine[] {
  return linesIn(textOf(path))
}

export function linesIn(text: string): readonly JournalLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as JournalLine] : []
    } catch {
      return []
    }
  })
}

/** Of a journal that is not there (any more), none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

export type NamedEngine = Pick<Extract<Resource, { readonly kind: 'engine' }>, 'connection' | 'id'>

/** Each once. */
export function enginesIn(lines: readonly JournalLine[]): readonly NamedEngine[] {
  const named = lines.flatMap((line) => (line.is === 'planned' && line.kind === 'engine' ? [line] : []))
  const byAddress = new Map(named.map(({ connection, id }) => [addressOf(connection), { connection, id }]))
  return [...byAddress.values()].map(({ connection, id }) => ({ connection, ...(id !== undefined && { id }) }))
}

export function removeJournal(path: string): void {
  rmSync(path, { force: true })
}
