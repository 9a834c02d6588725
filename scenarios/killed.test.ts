/** SIGKILL at six moments of every phase, and once more with the reaper killed too: nothing of ours is left. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { syncdrill } from './testing/run-drill.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OURS = join(tmpdir(), `syncdrill-${process.getuid?.() ?? 'user'}`)
const PHASES = ['start', 'adopt', 'before', 'disaster', 'recovery', 'heal', 'quiesce', 'audit'] as const
const MOMENTS = [0, 1, 2, 3, 4, 5] as const

interface Conductor {
  readonly run: string
  readonly ledger: string
  readonly pid: number
  readonly ended: Promise<unknown>
}

async function conduct(name: string): Promise<Conductor> {
  const folder = join(await mkdtemp(join(tmpdir(), 'syncdrill-killed-')), 'arm')
  const run = `killed-${name}-${process.pid}`
  const order = {
    file: join(ROOT, 'scenarios/canaries/must-fail.drill.ts'),
    arm: 'no copy at all',
    seed: 7,
    runtime: 'embedded',
    run,
    folder,
  }
  const child = spawn(process.execPath, [join(ROOT, 'src/conductor/main.ts'), JSON.stringify(order)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  return { run: `${run}-arm`, ledger: join(folder, 'ledger.jsonl'), pid: child.pid ?? 0, ended: once(child, 'exit') }
}

const entriesOf = (ledger: string): string[] =>
  existsSync(ledger)
    ? readFileSync(ledger, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{"at"'))
    : []

/** At which entry each phase begins and ends, in a run that nobody kills. */
const span = new Map<string, { begin: number; end: number }>()
beforeAll(async () => {
  const { ledger, ended } = await conduct('never')
  await ended
  for (const [place, line] of entriesOf(ledger).entries()) {
    const [, phase = '', state] = /"is":"phase","phase":"(\w+)","state":"(\w+)"/.exec(line) ?? []
    if (state === 'begin') span.set(phase, { begin: place, end: place })
    if (state === 'end') span.set(phase, { begin: span.get(phase)?.begin ?? place, end: place })
  }
})

/** Resolves when the ledger has so many entries, or the conductor was quicker. */
async function reaches({ ledger, ended }: Conductor, entries: number): Promise<void> {
  const over = ended.then(() => true)
  const isOver = () => Promise.race([over, pause(1, false)])
  while (entriesOf(ledger).length <= entries && !(await isOver()));
}

/** Processes that carry the run's marker, its folders, its journal, and what the reaper told of it. */
function leftOf(run: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const marked = pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`SYNCDRILL_RUN=${run}`)
    } catch {
      return false
    }
  })
  const files = ['runs', 'journals'].flatMap((folder) =>
    readdirSync(join(OURS, folder)).filter((name) => name.startsWith(run)),
  )
  return [...marked.map((pid) => `process ${pid}`), ...files]
}

async function untilClean(run: string): Promise<string[]> {
  for (let waited = 0; waited < 10_000 && leftOf(run).length > 0; waited += 10) await pause(10)
  return leftOf(run)
}

function reaperOf(run: string): number | undefined {
  const path = join(OURS, 'journals', `${run}.jsonl`)
  if (!existsSync(path)) return undefined
  const line = readFileSync(path, 'utf8')
    .split('\n')
    .findLast((one) => one.includes('"is":"reaper"'))
  return line === undefined ? undefined : (JSON.parse(line) as { readonly pid: number }).pid
}

describe.concurrent.each(PHASES)('killed in %s', (phase) => {
  const entryAt = (moment: number) => {
    const { begin = 0, end = 0 } = span.get(phase) ?? {}
    return begin + Math.floor(((end - begin) * moment) / MOMENTS.length)
  }

  test.concurrent.each(MOMENTS)('at moment %d: the reaper leaves nothing', async (moment) => {
    const conductor = await conduct(`${phase}-${moment}`)
    await reaches(conductor, entryAt(moment))
    process.kill(conductor.pid, 'SIGKILL')
    expect(await untilClean(conductor.run)).toEqual([])
  })
})

test.concurrent.each(PHASES)(
  'killed in %s with its reaper: cleanup leaves nothing, and touches nobody else',
  async (phase) => {
    const conductor = await conduct(`reaper-${phase}`)
    const bystander = spawn('sleep', ['60'], { env: { ...process.env, SYNCDRILL_RUN: 'somebody-else' } })
    await reaches(conductor, (span.get(phase)?.begin ?? 0) + 1)
    const reaper = reaperOf(conductor.run)
    expect(reaper).toBeDefined()
    process.kill(reaper ?? 0, 'SIGKILL')
    process.kill(conductor.pid, 'SIGKILL')
    await conductor.ended
    const { code } = await syncdrill('cleanup')
    expect([code, await untilClean(conductor.run)]).toEqual([0, []])
    expect(bystander.exitCode).toBeNull()
    bystander.kill()
  },
)
