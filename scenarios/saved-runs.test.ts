/** Commands on saved runs, and all drills of a folder at once, as a user calls them. */

import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ran } from './testing/run-drill.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A project of its own, with two drills of ours and one that needs container images. */
let project: string

const IMAGES_ONLY = `import { devices, drill, inject, passes, service, site, volume, work } from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { specimenClient } from 'syncdrill/specimen'

const declared = () => {
  const data = volume()
  const versions = { a: { image: 'sync:1' } }
  const sync = service({ versions, start: 'a', data: { '/data': data }, ready: { http: '/' } })
  return site({ services: { sync }, volumes: { data }, clients: { api: specimenClient(sync) } })
}

export default drill({
  title: 'Only in containers',
  story: 'Its service has an image and no command.',
  arms: { 'one arm': { expect: passes } },
  site: declared,
  fleet: () => ({ phones: devices({ accounts: 2, memory: 'durable' }) }),
  steps: ({ sync }) => ({
    before: [work({ edits: 12 })],
    disaster: [inject(killService(sync))],
  }),
  promises: [nothingAcknowledgedIsLost()],
})
`

function syncdrill(...args: readonly string[]): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>()
  const quiet = { NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined }
  const env = { ...process.env, SYNCDRILL_RUNTIME: 'embedded', ...quiet }
  const main = join(ROOT, 'src/cli/main.ts')
  execFile(process.execPath, [main, ...args], { cwd: project, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr })
  })
  return promise
}

let all: Ran
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'syncdrill-project-'))
  await mkdir(join(project, 'scenarios/sites'), { recursive: true })
  await mkdir(join(project, 'node_modules'))
  await symlink(ROOT, join(project, 'node_modules/syncdrill'))
  for (const name of ['outage.drill.ts', 'canaries/must-be-inconclusive.drill.ts', 'sites/hiptop.ts'])
    await cp(join(ROOT, 'scenarios', name), join(project, 'scenarios', name), { recursive: true })
  writeFileSync(join(project, 'scenarios/images-only.drill.ts'), IMAGES_ONLY)
  all = await syncdrill('run', '--seed', '7')
}, 120_000)

describe('run without a name', () => {
  test('runs what can run here, says of each arm how it ended, and ends with 0', () => {
    expect([all.code, all.stderr]).toEqual([0, ''])
    expect(all.stdout).toMatch(/^outage: phones keep what they could not send: PASS as expected/m)
    expect(all.stdout).toMatch(/^must-be-inconclusive +a fault that nobody meets +inconclusive +inconclusive +\d/m)
    expect(all.stdout).toContain('2 drills, 3 arms: 3 as expected')
  })

  test('names and counts what cannot, by what it needs', () => {
    expect(all.stdout).toMatch(/1 drill cannot run here:\n +images-only: .*cannot do what this drill needs: .*images/)
  })

  test('such a drill, asked for by name, is an environment error before anything starts', async () => {
    const { code, stdout, stderr } = await syncdrill('run', 'images-only')
    expect([code, stdout]).toEqual([4, ''])
    expect(stderr).toContain('images')
  })
})

describe('report', () => {
  test('prints where the page of the newest run, of a drill and of a path is', async () => {
    for (const args of [[], ['outage'], ['reports/outage/latest']]) {
      const { code, stdout } = await syncdrill('report', ...args)
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^reports\/[\w-]+\/[\w-]+\/report\.html\n$/)])
      expect(readFileSync(join(project, stdout.trim()), 'utf8')).toContain('<!doctype html>')
    }
  })

  test('names what was looked for and what there is', async () => {
    const { code, stderr } = await syncdrill('report', 'nothing')
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("run 'nothing': expected a drill, a run, or the path of one in reports; "),
    ])
    expect(stderr).toContain('outage')
    expect((await syncdrill('report', '--reports', 'nowhere')).stderr).toContain(
      'no run: expected a report.json in nowhere',
    )
  })
})

describe('replay', () => {
  const ARM = 'phones keep what they could not send'

  test('runs the same plan again, of the arms that were run, and says that it came to the same', async () => {
    const { code, stdout } = await syncdrill('replay', 'outage', '--arm', ARM)
    expect(code).toBe(0)
    expect(stdout).toContain('seed 7')
    expect(stdout).toContain(`Replay  ${ARM}: the same as before: pass`)
    // The drill has more arms than that run had.
    const [, run = ''] = /^Report {2}(\S+)$/m.exec(stdout) ?? []
    const again = (await syncdrill('replay', run)).stdout
    expect(again.match(/^Replay {2}(?!npx).*$/gm)).toEqual([`Replay  ${ARM}: the same as before: pass`])
  })

  test('refuses a drill file that has changed since, by both hashes, unless it is told to', async () => {
    const run = (await syncdrill('report', 'must-be-inconclusive')).stdout.trim()
    const file = join(project, 'scenarios/canaries/must-be-inconclusive.drill.ts')
    writeFileSync(file, readFileSync(file, 'utf8').replace('edits: 24', 'edits: 30'))
    const { code, stderr } = await syncdrill('replay', run)
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /arm 'a fault that nobody meets': expected the same plan, got another \([0-9a-f]{12} was run/,
      ),
    ])
    expect((await syncdrill('replay', run, '--changed')).code).toBe(0)
  })
})
