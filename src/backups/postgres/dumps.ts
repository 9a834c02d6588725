/**
 * Dumps of a PostgreSQL database on a volume that its server mounts: written and read by `pg_dump` and `pg_restore`
 * beside the server, each in a folder of its own. `pg_restore --list` is all that they can say of themselves: it reads
 * the table of contents, and finds a dump whole whose data is not.
 */

import { Failure } from '../../kernel/index.ts'
import type { Executed } from '../../runtime/index.ts'
import type { Service, Volume } from '../../site/index.ts'
import { COPY_NAME, newCopy, takenAt } from '../copy-name.ts'
import { JOB_MS, type BackupScene, type CopyClaim, type CopyFile } from '../engine.ts'
import type { Refusal } from '../rooms.ts'

/** `copies/20091001T120000000Z-1f2e3d/database.dump`: sorts by age. */
const PLACE = new RegExp(`^copies/(?<copy>${COPY_NAME})/database\\.dump$`)

/**
 * Its name says that it is whole: it gets it last. The fastest compression still has a checksum: a third of the time,
 * for what mostly cannot be compressed, 3 % larger.
 */
const JOB = `
mkdir -p "$1"
pg_dump --format=custom --compress=1 --file="$1/unfinished"
sync "$1/unfinished"
mv "$1/unfinished" "$1/database.dump"
`

export type Run = (argv: readonly string[]) => Promise<Executed>

export class Dumps {
  readonly #of: Service
  readonly #to: Volume
  readonly #path: string

  /** `path` is where the server has `to` mounted. */
  constructor(of: Service, to: Volume, path: string) {
    this.#of = of
    this.#to = to
    this.#path = path
  }

  /** Of one moment, however long it takes: a dump is read in one transaction. */
  async take(scene: BackupScene, keep: number | undefined): Promise<CopyClaim> {
    const run = this.beside(scene)
    const copy = newCopy()
    const folder = `${this.#path}/copies/${copy}`
    await succeed(run, ['sh', '-euc', JOB, 'dump', folder], 'pg_dump job')
    const there = await this.list(scene)
    if (keep !== undefined) {
      for (const old of there.slice(0, -keep)) await scene.site.volume(this.#to).delete(placeOf(old.copy))
    }
    const claim = there.find((one) => one.copy === copy)
    if (claim) return claim
    throw new Failure('environment', `pg_dump ended well, and there is no ${placeOf(copy)}`)
  }

  /** Oldest first. */
  async list({ site }: BackupScene): Promise<readonly CopyClaim[]> {
    const files = await site.volume(this.#to).list()
    return files
      .flatMap(({ path, bytes }) => {
        const copy = PLACE.exec(path)?.groups?.['copy']
        return copy === undefined ? [] : [{ copy, taken: takenAt(copy), bytes, claims: {} }]
      })
      .toSorted((a, b) => (a.copy < b.copy ? -1 : 1))
  }

  async files(scene: BackupScene, copy: string): Promise<readonly CopyFile[]> {
    const { bytes } = (await this.list(scene)).find((one) => one.copy === copy) ?? {}
    return bytes === undefined ? [] : [{ path: placeOf(copy), bytes, holds: 'rows' }]
  }

  async verify(scene: BackupScene, copy: string): Promise<{ readonly sound: boolean; readonly because: string }> {
    const { code, output } = await this.beside(scene)(['pg_restore', '--list', this.#fileOf(copy)])
    const entries = output.split('\n').filter((line) => /^\d+;/.test(line)).length
    return { sound: code === 0, because: code === 0 ? `its table of contents has ${entries} entries` : output }
  }

  /** Why nothing can come of it, as far as its size shows. */
  async emptiness(scene: BackupScene, copy: string): Promise<Refusal | undefined> {
    const [file] = await this.files(scene, copy)
    if (!file) return { because: `there is no ${placeOf(copy)}`, damage: 'unusable' }
    return file.bytes === 0 ? { because: `${file.path} holds nothing`, damage: 'empty' } : undefined
  }

  /** Into a database that is empty; undefined when all of it is there. */
  async fill(scene: BackupScene, copy: string, database: string, run: Run): Promise<Refusal | undefined> {
    const nothing = await this.emptiness(scene, copy)
    if (nothing) return nothing
    const argv = ['pg_restore', '--exit-on-error', '--no-owner', `--dbname=${database}`, this.#fileOf(copy)]
    const { code, output } = await run(argv)
    return code === 0 ? undefined : { because: lastOf(output), damage: 'unusable' }
  }

  /** Beside the server itself. */
  beside({ site }: BackupScene): Run {
    return (argv) => site.execute(argv, { inside: this.#of, atMostMs: JOB_MS })
  }

  #fileOf(copy: string): string {
    return `${this.#path}/${placeOf(copy)}`
  }
}

const placeOf = (copy: string): string => `copies/${copy}/database.dump`

/** Throws an environment `Failure` with what the program said last. */
export async function succeed(run: Run, argv: readonly string[], called = argv.slice(0, 2).join(' ')): Promise<string> {
  const { code, output } = await run(argv)
  if (code === 0) return output
  throw new Failure('environment', `${called} exited with ${code}: ${lastOf(output)}`)
}

const lastOf = (output: string): string => output.trim().split('\n').slice(-2).join(' ') || 'without a word'
