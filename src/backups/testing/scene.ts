/** A small site that runs, for tests of backup engines: what a drill would have around them. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uniqueName } from '../../kernel/index.ts'
import { chooseRuntime, openReaper } from '../../runtime/index.ts'
import type { Service, Topology } from '../../site/index.ts'
import type { BackupScene } from '../engine.ts'

export interface Plan {
  readonly runtime: 'embedded' | 'containers'
  readonly topology: Topology
  /** Started one after the other. */
  readonly services: readonly Service[]
}

/** Disposed of, nothing of it is left, or it throws. */
export async function openScene({ runtime: name, topology, services }: Plan): Promise<BackupScene & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const run = `backups-${uniqueName()}`
  const logs = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(logs, { recursive: true }))
  const { runtime } = await chooseRuntime(name, [])
  await runtime.prepare?.(topology, () => undefined)
  const reaper = await openReaper(run, runtime.makeDummies)
  opened.defer(async () => {
    const { left } = await reaper.reap()
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
  })
  const site = opened.use(await runtime.open(topology, { run, journal: reaper.journal, logs }))
  for (const service of services) await site.start(service)
  const all = opened.move()
  return { site, topology, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
