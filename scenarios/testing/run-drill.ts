/** Runs the command as a user does, and brings back what it printed, wrote and exited with. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = join(ROOT, 'src/cli/main.ts')

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RanArm {
  readonly arm: string
  readonly folder: string
  readonly judgement: RanJudgement
}

/** As far as tests ask for it; read from the file, so that no type of ours can make it true. */
export interface RanJudgement {
  readonly verdict: string
  readonly sentence: string
  readonly acknowledged: number
  readonly expectation: { readonly state: string; readonly mismatches: readonly string[] }
  readonly promises: readonly {
    readonly promise: string
    readonly findings: readonly {
      readonly finding: string
      readonly record?: string
      readonly cause?: { readonly by: string }
    }[]
  }[]
  readonly control: { readonly mutants: readonly { readonly mutant: string; readonly state: string }[] }
}

export function syncdrill(...args: readonly string[]): Promise<Ran> {
  return syncdrillIn({}, ...args)
}

/** With these in its environment, or without those that are undefined. */
export function syncdrillIn(own: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>()
  // The quick twin, unless a test asks for the other one by its flag.
  const plain = { NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined }
  const env = { SYNCDRILL_RUNTIME: 'embedded', ...process.env, ...plain, ...own }
  execFile(process.execPath, [MAIN, ...args], { cwd: ROOT, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr })
  })
  return promise
}

/** One run of one drill into a folder of its own. */
export async function runDrill(name: string, ...args: readonly string[]) {
  const reports = await mkdtemp(join(tmpdir(), 'syncdrill-reports-'))
  return { ...(await syncdrill('run', name, '--reports', reports, ...args)), ...reportIn(reports, name) }
}

/** Of the latest run of a drill. */
export function reportIn(reports: string, name: string) {
  const folder = join(reports, basename(name).replace(/\.drill\.ts$/, ''), 'latest')
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    readonly exitCode: number
    readonly arms: readonly {
      readonly arm: string
      readonly folder: string
      readonly state: string
      readonly failures: readonly { readonly class: string; readonly because: string }[]
    }[]
  }
  const arms = report.arms.map(({ arm, folder: own }): RanArm => {
    const path = join(folder, own)
    const { judgement } = JSON.parse(readFileSync(join(path, 'arm.json'), 'utf8')) as {
      readonly judgement: RanJudgement
    }
    return { arm, folder: path, judgement }
  })
  return { reports, folder, report, arms }
}
