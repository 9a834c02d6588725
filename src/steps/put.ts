/** A file or a folder of the drill's own, put on a volume. */

import { statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { aText, declared, made, members } from '../kernel/declared.ts'
import { reasonOf } from '../kernel/index.ts'
import { OLDER_STATE } from '../ledger/index.ts'
import type { Volume } from '../site/index.ts'
import type { Stage } from '../stage/index.ts'
import { options } from './call.ts'
import { demand } from './demand.ts'
import type { StepEnd } from './step.ts'
import type { Taking } from './taking.ts'

export interface PutOptions {
  readonly on: Volume
  /** A file's path on the volume, or the folder that a folder's files go into. */
  readonly as?: string
}

const SHAPE = members('{ on, as }', {
  on: made<Volume>('a volume, from volume()', 'volume'),
  as: aText.exactOptional(),
})

/**
 * Copies a file, or all files of a folder, from where the drill file stands onto a volume. A file lands at the top
 * under its own name, the files of a folder at the top under theirs, unless `as` says where. What is there under the
 * same name is replaced, and everything else stays. In containers the files belong to root: where a service runs as
 * somebody else, let `run(['chown', ...], { beside })` follow. Nothing is stopped: a service that runs may not look.
 * After `given` it may bring back what was deleted since the files were made, as a restore of an older copy does.
 * Refused before anything starts: what is not there, a folder without a file, an `as` that leads out of the volume.
 *
 * @example put('./seed/contacts.db', { on: data, as: 'sync.db' })
 */
export function put(what: string, asked: PutOptions): Taking {
  declared('put', asked, SHAPE)
  const { on, as } = asked
  return {
    is: 'step',
    name: 'put',
    takes: true,
    sideEffects: OLDER_STATE,
    preparesData: true,
    on: [on],
    reads: [what],
    needs: ['volumes'],
    describe: (names) => [what, options({ on: names.of(on), as })],
    check() {
      demand(typeof what === 'string' && what !== '', 'what', 'a file or a folder by its path', what)
      const leaves = as?.split('/').some((part) => part === '..' || part === '') ?? false
      demand(as === undefined || (as !== '' && !leaves), 'as', 'a path on the volume, such as db/sync.db', as)
    },
    run: (stage) =>
      copied(stage, what, asked).catch((thrown: unknown) => ({ state: 'failed', because: reasonOf(thrown) })),
  }
}

async function copied({ site, ledger, folder, signal }: Stage, what: string, { on, as }: PutOptions): Promise<StepEnd> {
  const volume = site.volume(on)
  const from = resolve(folder, what)
  const isFolder = statSync(from).isDirectory()
  const paths = isFolder ? await filesOf(from) : ['']
  let bytes = 0
  for (const path of paths) {
    signal.throwIfAborted()
    const content = await readFile(join(from, path))
    const target = isFolder ? join(as ?? '', path) : (as ?? basename(from))
    await volume.write(target, content)
    bytes += content.length
  }
  ledger.append({ is: 'note', text: `${paths.length} files of ${bytes} bytes were put on ${volume.name}` })
  return { state: 'end' }
}

/** Of a folder and all that are in it, as paths from there. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).toSorted()
}
