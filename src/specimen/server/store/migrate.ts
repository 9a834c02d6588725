/**
 * How a version takes over the store of another. Up: rows are copied to new tables, in batches, and the old tables
 * stay; a migration that was interrupted begins anew. Down: version 1 reads only what it knows, and starts a new epoch,
 * so that no device goes on with a cursor into rows that are not there any more.
 */

import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.ts'
import type { DefectId } from '../defects.ts'
import { FORMATS, type Format, type Version } from './formats.ts'
import { setState } from './queries/state.ts'
import type { Queries } from './queries/tables.ts'
import { carryOut, tables, type Words } from './schema.ts'
import { StoreUnreadable } from './store.ts'

/** Batches with a pause after each leave room for whatever else the disk has to do. */
const BATCHES = 20
const PAUSE_MS = 40
/** A longer one half-way: whoever waits for this moment in the log, to strike in it, does not miss it. */
const HALF_WAY_MS = 1_500

/** A database that is not served yet, on one connection. */
export interface Ground {
  readonly name: string
  readonly db: Queries
  readonly words: Words
  /** The number that the database is marked with, whatever that is. */
  found(): Promise<unknown>
  mark(format: Format): Promise<void>
  /** All of the work, or nothing of it. */
  whole(work: () => Promise<void>): Promise<void>
  has(table: string): Promise<boolean>
  /** The new tables give numbers from where the old ones are. */
  carryNumbersOn(from: Format, to: Format): Promise<void>
  /** What is there is put aside, and an empty store takes its place. */
  startEmpty(format: Format): Promise<void>
}

export interface Takeover {
  readonly version: Version
  readonly defects: ReadonlySet<DefectId>
  readonly log: Log
}

const { v1, v2 } = FORMATS

/** Leaves a database in the format of the version that runs, or whatever it was when it is of neither. */
export async function takeOver(ground: Ground, takeover: Takeover): Promise<void> {
  const found = await ground.found()
  if (found === v1.number && takeover.version === 'v2') await migrate(ground, takeover)
  if (found === v2.number && takeover.version === 'v1') await stepDown(ground, takeover)
}

async function migrate(ground: Ground, { defects, log }: Takeover): Promise<void> {
  const { db, words } = ground
  const hasNew = await ground.has(v2.records)
  if (hasNew && defects.has('I3')) {
    await ground.mark(v2)
    return log('migration skipped', { because: `${v2.records} is there` })
  }
  await ground.whole(async () => {
    for (const table of hasNew ? [v2.records, v2.versions, v2.answers] : []) await db.schema.dropTable(table).execute()
    await carryOut(db, tables(v2, words))
  })
  if (defects.has('I7')) await ground.mark(v2)
  await copyInBatches(ground, defects.has('I2') ? 'move' : 'copy', log)
  await ground.whole(async () => {
    const body = ['user', 'class', 'id', 'etag', 'body'] as const
    const bodies = db.selectFrom(v1.versions).select(body).orderBy('seq')
    await db.insertInto(v2.versions).columns(body).expression(bodies).execute()
    const answer = ['user', 'key', 'class', 'fingerprint', 'answer'] as const
    const answers = db.selectFrom(v1.answers).select(answer)
    await db.insertInto(v2.answers).columns(answer).expression(answers).execute()
    await ground.carryNumbersOn(v1, v2)
    await ground.mark(v2)
  })
  log('migration done')
}

/** Numbers in the order of commits stay as they were, so that cursors do too. */
async function copyInBatches(ground: Ground, how: 'copy' | 'move', log: Log): Promise<void> {
  const { db } = ground
  const numbers = (await db.selectFrom(v1.records).select('seq').orderBy('seq').execute()).map(({ seq }) => seq)
  log('migration began', { rows: numbers.length })
  const size = Math.max(1, Math.ceil(numbers.length / BATCHES))
  const columns = ['seq', 'user', 'class', 'id', 'etag', 'body'] as const
  let after = 0
  let told = false
  for (let done = size; done < numbers.length + size; done += size) {
    const upTo = numbers[Math.min(done, numbers.length) - 1] ?? after
    const some = db.selectFrom(v1.records).select(columns).where('seq', '>', after).where('seq', '<=', upTo)
    const moved = db.deleteFrom(v1.records).where('seq', '>', after).where('seq', '<=', upTo)
    await ground.whole(async () => {
      await db.insertInto(v2.records).columns(columns).expression(some).execute()
      if (how === 'move') await moved.execute()
    })
    after = upTo
    const isHalfWay: boolean = !told && done * 2 >= numbers.length
    if (isHalfWay) log('migration half done', { rows: done, of: numbers.length })
    told ||= isHalfWay
    await pause(isHalfWay ? HALF_WAY_MS : PAUSE_MS)
  }
  if (!told) log('migration half done', { rows: 0, of: 0 })
}

async function stepDown(ground: Ground, { defects, log }: Takeover): Promise<void> {
  if (defects.has('I4')) {
    await ground.startEmpty(v1)
    return log('unknown version, starting empty', { found: v2.number })
  }
  if (!(await ground.has(v1.records))) {
    throw new StoreUnreadable(`'${ground.name}': a newer version made it, and nothing in it is for version 1`)
  }
  await ground.whole(async () => {
    await setState(ground.db, 'epoch', randomUUID())
    await ground.mark(v1)
  })
  log('new epoch', { because: 'a newer version had written here, which this one cannot read' })
}
