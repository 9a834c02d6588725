import type { EngineBackup } from 'syncdrill/backups'
import original from '../older-restore.drill.ts'
import { held, whileHeld } from './holding.ts'

/**
 * The older restore, which can be held before its disaster, and in its audit, when all devices have been read and
 * the copies have not: no laptop syncs meanwhile, and none is removed.
 */
export default {
  ...original,
  stage(row: Parameters<typeof original.stage>[0]) {
    const { site, fleet, acts } = original.stage(row)
    const copies = site.backups?.['folder'] as EngineBackup
    const { engine } = copies
    const cleanRoom: typeof engine.cleanRoom = async (scene, copy) => {
      await whileHeld(scene, 'audit')
      return engine.cleanRoom(scene, copy)
    }
    Object.assign(copies, { engine: { ...engine, cleanRoom } })
    return { site, fleet, acts: { ...acts, before: [...acts.before, held('disaster')] } }
  },
}
