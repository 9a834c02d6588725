/** A drill on a second engine, followed while it runs, so that somebody can step in at a moment of its own. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { reportIn, syncdrillIn } from './run-drill.ts'
import type { SecondEngine } from './second-engine.ts'

export interface SecondRun {
  /** Resolves when the only arm is so many entries into a phase; rejects when the run is over before. */
  reaches(phase: string, entries: number): Promise<void>
  readonly ended: Promise<Awaited<ReturnType<typeof syncdrillIn>> & ReturnType<typeof reportIn>>
}

/** `path`: of a drill file, from the repository's root. */
export async function startOn(
  engine: SecondEngine,
  path: string,
  { env = {}, args = [] }: { readonly env?: NodeJS.ProcessEnv; readonly args?: readonly string[] } = {},
): Promise<SecondRun> {
  const drill = basename(path, '.drill.ts')
  const reports = await mkdtemp(join(tmpdir(), 'syncdrill-reports-'))
  const chosen = ['--runtime', 'containers', '--allow-remote', engine.host, '--reports', reports]
  const running = syncdrillIn({ ...env, DOCKER_HOST: engine.address }, 'run', path, '--seed', '7', ...chosen, ...args)
  let isOver = false
  void running.finally(() => (isOver = true))
  return {
    async reaches(phase, entries) {
      const begin = `"is":"phase","phase":"${phase}","state":"begin"`
      const isThere = () => {
        const lines = linesIn(join(reports, drill))
        const place = lines.findIndex((line) => line.includes(begin))
        return place >= 0 && lines.length > place + entries
      }
      while (!isThere()) {
        if (isOver) throw new Error(`the run was over before it was ${entries} entries into '${phase}'`)
        await pause(5)
      }
    },
    ended: running.then((ran) => ({ ...ran, ...reportIn(reports, drill) })),
  }
}

function linesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const [ledger] = paths.filter((path) => path.endsWith('ledger.jsonl') && !path.startsWith('latest'))
  return ledger === undefined ? [] : readFileSync(join(folder, ledger), 'utf8').split('\n')
}

/** Processes that carry the marker of a run whose name begins so. */
export function processesOf(run: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`\0SYNCDRILL_RUN=${run}`)
    } catch {
      return false
    }
  })
}
