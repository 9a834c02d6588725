import { mkdtempDisposableSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compile, load } from '../drill/index.ts'
import { DrillClock } from '../kernel/index.ts'
import { History } from '../history/index.ts'
import { Ledger, readLedger } from '../ledger/index.ts'
import { Journal, type Runtime } from '../runtime/index.ts'
import { openStage } from './open-stage.ts'

test('a service that ends after the run was broken off is too late for its ledger, and no bug', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-stage-'))
  const file = fileURLToPath(new URL('../../scenarios/canaries/must-pass.drill.ts', import.meta.url))
  const { drill } = await load(file)
  const compiled = compile(drill, { file, arm: Object.keys(drill.arms)[0] ?? '', seed: 1 })
  const path = join(room.path, 'ledger.jsonl')
  const ledger = Ledger.open(path, { now: () => 0, drillMs: () => 0 })
  let heard: Parameters<Runtime['open']>[1] | undefined
  const open: Runtime['open'] = (_, hooks) => {
    heard = hooks
    throw new Error('the engine is gone')
  }
  const runtime: Runtime = { name: 'embedded', capabilities: new Set(), open }
  const run = `stage-${process.pid}`
  using journal = new Journal(run)
  const common = { clock: new DrillClock(), signal: new AbortController().signal, onLost: () => undefined, run }
  const opening = openStage({ compiled, runtime, journal, ledger, history: new History(), logs: room.path, ...common })
  await expect(opening).rejects.toThrow('the engine is gone')
  await ledger.end('aborted')
  heard?.onService?.({ service: 'sync', version: 'v1', state: 'failed', because: 'ended by SIGKILL' })
  const service = { milestones: { ready: /ready/ } }
  heard?.onLine?.(service as unknown as Parameters<NonNullable<typeof heard.onLine>>[0], 'ready')
  expect([...readLedger(path)].map(({ is }) => is)).toEqual(['end'])
  rmSync(journal.path)
})
