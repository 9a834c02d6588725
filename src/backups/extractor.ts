/** The port of extractors: what can still be read of a damaged volume, served in a clean room by a like service. */

import type { VolumeAccess } from '../runtime/index.ts'
import type { Service } from '../site/index.ts'
import type { BackupScene, CleanCopy } from './engine.ts'

export interface Extractor {
  /** As evidence names it: `SQLite, row by row`. */
  readonly name: string
  /** Whose data it can read. */
  readonly of: Service
  /** Resolves with a service that shows what was recovered, or with the reason why nothing was. Leaves `from` alone. */
  extract(scene: BackupScene, from: VolumeAccess): Promise<CleanCopy>
}
