/**
 * Everything is read into the ledger: devices, a brand-new device per account, the server, what is aside or unsent,
 * a clean-room restore of every copy, and whatever can still be read of volumes that were set aside.
 */

import { inParallel, reasonOf } from '../../kernel/index.ts'
import { isEngineBackup, makeAccountsIn, tryCopy, wireTo, type Stage } from '../../stage/index.ts'
import { startOnceMore } from '../away.ts'
import { findTraces } from '../traces.ts'

/** Clean rooms at the same time: while one waits for its database, the other is read. */
const ROOMS = 2

export async function audit(stage: Stage): Promise<void> {
  const { fleet } = stage
  await fleet.deviceViews('final')
  await startOnceMore(stage)
  await fleet.newDevices()
  await fleet.serverViews('final')
  fleet.holdings()
  await readCopies(stage)
  await salvage(stage)
  await findTraces(stage)
}

async function readCopies(stage: Stage): Promise<void> {
  const { topology, site } = stage
  const scene = { site, topology }
  for (const backup of topology.backups.values()) {
    if (!isEngineBackup(backup)) continue
    const there = await backup.engine.list(scene).catch((thrown: unknown) => reasonOf(thrown))
    const listed = typeof there === 'string' ? [] : there.map(({ copy }) => copy)
    const taken = stage.copies.taken.filter((one) => one.backup === backup).map(({ copy }) => copy)
    const attempt = (copy: string) => {
      stage.signal.throwIfAborted()
      return tryCopy(stage, { backup, copy }, 'final')
    }
    await inParallel([...new Set([...taken, ...listed])], attempt, ROOMS)
  }
}

/** A service of the same kind on a copy of the old volume: what it can still read is a source. */
async function salvage(stage: Stage): Promise<void> {
  const { topology, ledger, site, fleet, doors } = stage
  for (const { volume, asideAs } of stage.asides) {
    for (const { service, path } of topology.usersOf(volume)) {
      if (!doors.served().includes(service)) continue
      stage.signal.throwIfAborted()
      try {
        await using room = await site.cleanRoom(service, { data: new Map([[path, site.aside(asideAs)]]) })
        await makeAccountsIn(stage, room)
        await using wire = wireTo(room.address, stage.signal)
        await fleet.salvageViews(asideAs, `${topology.nameOf(service)} itself`, wire)
      } catch (thrown) {
        ledger.append({ is: 'note', text: `nothing could be read from ${asideAs}: ${reasonOf(thrown)}` })
      }
    }
  }
}
