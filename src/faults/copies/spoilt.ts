/** What all faults of backup jobs share: each copy that is taken meanwhile is spoilt, and looked at at once. */

import type { CopyFile, EngineBackup, JobMistake } from '../../backups/index.ts'
import { Failure, type Random } from '../../kernel/index.ts'
import type { Plain } from '../../records/index.ts'
import type { VolumeAccess } from '../../runtime/index.ts'
import type { Fault, Scene, Spoil } from '../fault.ts'

/** The files of one copy, and the volume that they lie on. */
export interface SpoiltCopy {
  readonly scene: Scene
  readonly copy: string
  readonly volume: VolumeAccess
  readonly files: readonly CopyFile[]
}

export interface Spoiling {
  readonly name: string
  readonly backup: EngineBackup
  readonly settings?: Plain
  readonly mistake?: JobMistake
  /** Done to the files of each copy, after its job has reported success. */
  readonly damage?: (copy: SpoiltCopy, random: Random) => Promise<void>
  /** What an independent look then finds wrong, in words; undefined when it finds nothing. */
  readonly look: (copy: SpoiltCopy) => Promise<string | undefined>
}

export function spoiltJob({ name, backup, settings = {}, mistake, damage, look }: Spoiling): Fault {
  checkMistake(name, backup, mistake)
  return {
    is: 'fault',
    name,
    on: [backup],
    settings,
    needs: ['volumes'],
    inject(scene, random) {
      const seen: string[] = []
      let taken = 0
      const after: Spoil['after'] = async (copy) => {
        taken += 1
        await damage?.(await openCopy(scene, backup, copy), random.fork(copy))
        const found = await look(await openCopy(scene, backup, copy))
        if (found !== undefined) seen.push(found)
      }
      const stop = scene.jobs.spoil(backup, { after, ...(mistake && { mistake }) })
      let on = true
      return Promise.resolve({
        witness: () => {
          const what = `${seen.length} of ${taken} copies taken meanwhile were spoilt${seen[0] ? `: ${seen[0]}` : ''}`
          return Promise.resolve({ what, count: seen.length })
        },
        heal: () => {
          stop()
          on = false
          return Promise.resolve()
        },
        isHealed: () => Promise.resolve(!on),
      })
    },
  }
}

async function openCopy(scene: Scene, backup: EngineBackup, copy: string): Promise<SpoiltCopy> {
  if (!backup.to) throw new Failure('usage', 'expected a backup whose copies lie on a volume, got one without')
  return { scene, copy, volume: scene.site.volume(backup.to), files: await backup.engine.files(scene, copy) }
}

function checkMistake(name: string, { engine }: EngineBackup, mistake: JobMistake = {}): void {
  for (const kind of Object.keys(mistake) as (keyof JobMistake)[]) {
    if (engine.mistakes.includes(kind)) continue
    const known = engine.mistakes.join(', ') || 'none'
    throw new Failure(
      'usage',
      `${name}: expected a backup whose job can be told '${kind}', got one that knows ${known}`,
    )
  }
}

/** The largest file of rows: where a database is. */
export function rowsOf({ files }: SpoiltCopy): CopyFile | undefined {
  return files.filter(({ holds }) => holds === 'rows').toSorted((a, b) => b.bytes - a.bytes)[0]
}
