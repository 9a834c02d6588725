/** A Docker engine that is not this machine's: refused unless it is allowed by name, and then as good as one here. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Hold } from './testing/holding.ts'
import { ownAddress, RecordingEngine } from './testing/recording-engine.ts'
import { reportIn, runDrill, syncdrillIn } from './testing/run-drill.ts'
import { isWithoutSecondEngine, SecondEngine } from './testing/second-engine.ts'
import { startOn } from './testing/second-run.ts'

const DRILL = 'must-pass'
/** An engine starts, is given images and makes others, and a drill is run there. */
const AT_MOST_MS = 600_000
const v4 = ownAddress('IPv4') ?? '127.0.0.1'
const octets = v4.split('.').map(Number)
const decimal = octets.reduce((sum, octet) => sum * 256 + octet, 0)
const hexadecimal = `0x${decimal.toString(16)}`

interface Spelling {
  readonly what: string
  readonly env?: (port: number) => NodeJS.ProcessEnv
  readonly properties?: (port: number) => string
  /** How the refusal calls it. */
  readonly host: string
  /** Where no client reaches such an address, that is said instead, and it runs nowhere else. */
  readonly isReached?: false
}

const byVariable = (what: string, host: string, address: string, isReached?: false): Spelling => ({
  what,
  host,
  env: (port) => ({ DOCKER_HOST: address.replace('PORT', String(port)) }),
  ...(isReached === false && { isReached }),
})

const SPELLINGS: readonly Spelling[] = [
  byVariable('tcp', v4, `tcp://${v4}:PORT`),
  byVariable('http', v4, `http://${v4}:PORT`),
  byVariable('a decimal number', String(decimal), `tcp://${decimal}:PORT`),
  byVariable('a hexadecimal number', hexadecimal, `tcp://${hexadecimal}:PORT`),
  byVariable('a name that is no loopback name, wherever it leads', hostname(), `tcp://${hostname()}:PORT`),
  byVariable('loopback in another notation', '2130706433', 'tcp://2130706433:PORT'),
  byVariable('all addresses', '0.0.0.0', 'tcp://0.0.0.0:PORT'),
  byVariable('IPv6', '', `tcp://[${ownAddress('IPv6') ?? '::ffff:7f00:1'}]:PORT`, false),
  byVariable('IPv4 in IPv6', '', `tcp://[::ffff:${v4}]:PORT`, false),
  byVariable('ssh', '', `ssh://root@${v4}:PORT`, false),
  { what: 'tc.host in the properties', host: v4, properties: (port) => `tc.host=tcp://${v4}:${port}\n` },
  { what: 'docker.host in the properties', host: v4, properties: (port) => `docker.host = tcp://${v4}:${port}\n` },
  {
    what: 'docker.host in the properties that nobody answers, though there may be an engine here',
    host: '',
    properties: () => `docker.host=tcp://${v4}:1\n`,
    isReached: false,
  },
  {
    what: 'an address at which ports are said to be reached',
    host: v4,
    env: (port) => ({
      DOCKER_HOST: `tcp://${v4}:${port}`,
      TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
      SYNCDRILL_ALLOW_REMOTE: '127.0.0.1',
    }),
  },
]

/** Nobody's settings but these. */
function environment(engine: RecordingEngine, { env, properties }: Spelling): NodeJS.ProcessEnv & Disposable {
  const home = mkdtempSync(join(tmpdir(), 'syncdrill-home-'))
  if (properties) writeFileSync(join(home, '.testcontainers.properties'), properties(engine.port))
  const plain = { HOME: home, DOCKER_HOST: undefined, SYNCDRILL_ALLOW_REMOTE: undefined, SYNCDRILL_RUNTIME: undefined }
  const made = { ...plain, ...env?.(engine.port) }
  return Object.defineProperty(made, Symbol.dispose, { value: () => rmSync(home, { recursive: true }) }) as never
}

describe.concurrent('an engine that nobody allowed', () => {
  test.concurrent.each(SPELLINGS)('is refused, by name: $what', async (spelling) => {
    await using engine = await RecordingEngine.open()
    using env = environment(engine, spelling)
    const { code, stderr, stdout } = await syncdrillIn(env, 'run', DRILL, '--runtime', 'containers')
    expect(engine.mutations).toEqual([])
    expect(stdout).toBe('')
    if (spelling.isReached === false) {
      expect([code, stderr]).toEqual([
        4,
        expect.stringMatching(/no Docker engine answers \((DOCKER_HOST|docker\.host in .*) names /),
      ])
      return
    }
    const allowed = env['SYNCDRILL_ALLOW_REMOTE'] ?? 'nothing'
    const words = `is on another machine: expected --allow-remote ${spelling.host}, got ${allowed}`
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)])
    expect(stderr).toContain(`Docker Engine 99.0-recording at ${spelling.host}:${engine.port}`)
    expect(engine.requests).not.toEqual([])
  })

  test('is refused where another one is allowed, and named with both', async () => {
    await using engine = await RecordingEngine.open()
    const env = { DOCKER_HOST: `tcp://${v4}:${engine.port}`, SYNCDRILL_RUNTIME: 'containers' }
    const { code, stderr } = await syncdrillIn(env, 'run', DRILL, '--allow-remote', '192.0.2.99')
    expect([code, stderr]).toEqual([2, expect.stringContaining(`expected --allow-remote ${v4}, got 192.0.2.99`)])
    expect(engine.mutations).toEqual([])
  })

  test('is let be where no runtime is asked for: the drill runs embedded, and says why', async () => {
    await using engine = await RecordingEngine.open()
    using env = environment(engine, { what: '', host: v4, env: (port) => ({ DOCKER_HOST: `tcp://${v4}:${port}` }) })
    const reports = mkdtempSync(join(tmpdir(), 'syncdrill-reports-'))
    const { code, stdout } = await syncdrillIn(env, 'run', DRILL, '--reports', reports)
    expect([code, stdout]).toEqual([0, expect.stringContaining('runtime embedded (Docker Engine 99.0-recording at')])
    expect(stdout).toContain(`expected --allow-remote ${v4}, got nothing)`)
    expect(engine.mutations).toEqual([])
    expect(reportIn(reports, DRILL).report.exitCode).toBe(0)
    rmSync(reports, { recursive: true })
  })
})

interface Inspected {
  readonly Name: string
  readonly Mounts: readonly { readonly Type: string }[]
  readonly HostConfig: { readonly Binds: readonly string[] | null }
  readonly NetworkSettings: { readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string }[] | null>> }
}

/** Everything that carries a label of ours there, as its engine describes it. */
async function inspected(engine: SecondEngine): Promise<readonly Inspected[]> {
  const ids = await engine.docker('ps', '--quiet', '--filter', 'label=org.syncdrill.run')
  return ids ? (JSON.parse(await engine.docker('inspect', ...ids.split('\n'))) as readonly Inspected[]) : []
}

describe.skipIf(isWithoutSecondEngine)('an engine that was allowed', { timeout: AT_MOST_MS }, () => {
  test('passes as embedded does, on volumes and ports of its own, and nothing is left there', async () => {
    await using engine = await SecondEngine.open()
    using hold = new Hold('disaster')
    const run = await startOn(engine, 'scenarios/testing/long-day.drill.ts', { env: hold.env })
    // Held there, it makes and removes nothing; in the audit, clean rooms come and go.
    await run.reaches('disaster', 1)
    const there = await inspected(engine)
    hold.letGo('disaster')
    const names = there.map(({ Name }) => /-(sync|links)-/.exec(Name)?.[1])
    expect(new Set(names)).toEqual(new Set(['sync', 'links']))
    expect(there.flatMap(({ Mounts }) => Mounts.map(({ Type }) => Type)).filter((type) => type !== 'volume')).toEqual(
      [],
    )
    expect(there.flatMap(({ HostConfig }) => HostConfig.Binds ?? [])).toEqual([])
    const ports = there.flatMap(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Ports).flatMap((one) => one ?? []),
    )
    expect(ports.length).toBeGreaterThan(0)
    expect(ports.filter(({ HostIp }) => HostIp.startsWith('127.'))).toEqual([])
    const [far, near] = await Promise.all([run.ended, runDrill('scenarios/testing/long-day.drill.ts', '--seed', '7')])
    expect([far.code, near.code]).toEqual([0, 0])
    expect(far.stdout).toContain(`at ${engine.host}:2375`)
    expect(far.arms[0]?.judgement.verdict).toBe(near.arms[0]?.judgement.verdict)
    expect(await engine.labelled()).toEqual([])
  })
  test('loses pages, gets a new disk and has its copy brought back, there as here', async () => {
    await using engine = await SecondEngine.open()
    const args = ['--arm', 'an off-site copy']
    const { ended } = await startOn(engine, 'scenarios/sidekick-2009.drill.ts', { args })
    const { code, stdout, arms } = await ended
    expect([code, arms[0]?.judgement.verdict, arms[0]?.judgement.expectation.state]).toEqual([0, 'pass', 'as expected'])
    expect(stdout).toContain(`at ${engine.host}:2375`)
    expect(await engine.labelled()).toEqual([])
  })
})
