import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { composeConfig } from '../runtime/index.ts'
import { isWithoutCompose } from '../runtime/testing/compose.ts'
import { standingIn } from '../site/index.ts'
import { compose } from './compose.ts'
import type { ServiceWords } from './declare.ts'

const folder = mkdtempSync(join(tmpdir(), 'syncdrill-compose-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

/** A file with these lines under `services: web:`, beside others, and what the drill says of `web`. */
function siteOf(web: readonly string[], words: ServiceWords = {}, others = '') {
  files += 1
  const name = `docker-compose.${files}.yml`
  const lines = ['services:', '  web:', '    image: acme/web', ...web.map((line) => `    ${line}`), others]
  writeFileSync(join(folder, name), lines.join('\n'))
  return standingIn(folder, () => compose(name, { services: { web: words } }, () => ({ clients: {} })))
}

const webOf = (web: readonly string[], words?: ServiceWords, others?: string) => siteOf(web, words, others).services.web

describe.skipIf(isWithoutCompose)('of a compose file', () => {
  test.each<[string, readonly string[], string]>([
    ['privileged', ['privileged: true'], 'services.web.privileged: expected false'],
    [
      'the network of the host',
      ['network_mode: host'],
      "services.web.network_mode: expected the network of the run, got 'host'",
    ],
    ['processes of the host', ['pid: host'], 'services.web.pid: expected none'],
    ['devices', ["devices: ['/dev/fuse:/dev/fuse']"], 'services.web.devices: expected none'],
    ['several of it', ['deploy:', '  replicas: 2'], 'services.web.deploy.replicas: expected 1'],
    ['scale', ['scale: 3'], 'services.web.scale: expected one container'],
    [
      'a graphics card',
      ['deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}'],
      'reservations.devices',
    ],
    ['capabilities of the machine', ['cap_add: [SYS_ADMIN]'], 'services.web.cap_add: expected capabilities within'],
    ['no profile of security', ["security_opt: ['seccomp:unconfined']"], 'services.web.security_opt: expected no-new'],
    ['the socket of the engine', ["volumes: ['/var/run/docker.sock:/s']"], 'nothing of the machine itself'],
    ['another platform', ['platform: linux/s390x'], 'services.web.platform: expected none'],
    ['a terminal', ['tty: true'], 'services.web.tty: expected false'],
  ])('%s is refused, with file, service, key and value', (_, web, message) => {
    expect(() => webOf(web)).toThrow(message)
    expect(() => webOf(web)).toThrow(`${folder}/docker-compose.`)
  })

  test('a volume and a network of somebody else are refused', () => {
    const external = 'volumes: {data: {external: true}}'
    expect(() => webOf(["volumes: ['data:/data']"], {}, external)).toThrow(
      'volumes.data.external: expected a volume of the run',
    )
    const network = 'networks: {theirs: {external: true}}'
    expect(() => webOf(['networks: [theirs]'], {}, network)).toThrow(
      'networks.theirs.external: expected a network of the run',
    )
  })

  test('all that is refused is named at once', () => {
    expect(() => webOf(['privileged: true', 'tty: true'])).toThrow('; nor can services.web.tty be honoured')
  })

  test('what Docker Compose refuses is told in its words', () => {
    expect(() => webOf(['imagge: x'])).toThrow(/docker compose config refuses it: .*imagge/)
  })

  test('a dollar is one dollar', () => {
    expect(webOf(["command: [sh, -c, 'echo $$HOME']"]).versions['as in the file'].args).toEqual([
      'sh',
      '-c',
      'echo $HOME',
    ])
  })

  test('variables of a file in place of .env, and profiles', () => {
    writeFileSync(join(folder, 'other.env'), 'GREETING=hello\n')
    writeFileSync(
      join(folder, 'profiles.yml'),
      [
        'services:',
        '  web: {image: x, environment: {GREETING: "${GREETING}", NOBODY: }}',
        '  more: {image: y, profiles: [night]}',
      ].join('\n'),
    )
    const read = (profiles: readonly string[]) =>
      standingIn(folder, () => compose('profiles.yml', { profiles, envFiles: ['other.env'] }, () => ({ clients: {} })))
    expect(Object.keys(read([]).services)).toEqual(['web'])
    expect(Object.keys(read(['night']).services)).toEqual(['more', 'web'])
    expect(read([]).services['web']?.env({})).toEqual({ GREETING: 'hello' })
  })

  test('a health check says when it is ready, and how long that may take', () => {
    const health = ['healthcheck: {test: [CMD, ask, me], interval: 20s, timeout: 10s, retries: 4, start_period: 1m}']
    expect(webOf(health)).toMatchObject({ ready: { command: ['ask', 'me'] }, withinMs: 180_000 })
    expect(webOf([...health, 'expose: ["80"]'], { ready: { http: '/' } })).toMatchObject({ ready: { http: '/' } })
    expect(webOf(['expose: ["80"]', 'healthcheck: {disable: true}'])).toMatchObject({ ready: { tcp: true } })
    expect(webOf(['depends_on: {db: {condition: service_healthy}}'], {}, '  db: {image: y}').after).toMatchObject([
      { ready: { health: true } },
    ])
  })

  test('a folder begins as a copy, or empty; a file is put in; both services of a folder have one volume', () => {
    mkdirSync(join(folder, 'conf'), { recursive: true })
    writeFileSync(join(folder, 'conf/one'), '1')
    const mounts = "volumes: ['./conf:/conf:ro', './none:/none', './conf/one:/one']"
    const { web, db } = siteOf([mounts], {}, "  db: {image: y, volumes: ['./none:/other']}")
      .services as never as Record<'web' | 'db', ReturnType<typeof webOf>>
    expect(web.data).toMatchObject({ '/conf': { folder: { from: join(folder, 'conf') } }, '/none': { folder: {} } })
    expect(web.data['/none']).toBe(db.data['/other'])
    expect(web.made?.files).toMatchObject([{ path: '/one', content: Buffer.from('1') }])
    expect(webOf([mounts], { fresh: ['/conf'] }).data['/conf']).toMatchObject({ folder: { from: undefined } })
    expect(() => webOf(["volumes: ['/etc:/etc2']"])).toThrow("expected a folder of the project, or fresh: ['/etc2']")
  })

  test('a name that there is not is refused, with those that there are', () => {
    writeFileSync(join(folder, 'names.yml'), 'services: {web: {image: x}}')
    const read = (name: string) => () =>
      standingIn(folder, () => compose('names.yml', { services: { [name]: {} } }, () => ({ clients: {} })))
    expect(read('wep')).toThrow("services: expected web (did you mean 'web'?), got 'wep'")
  })

  test('a relative path needs a drill that is being asked', () => {
    expect(() => compose('names.yml', () => ({ clients: {} }))).toThrow("new URL('names.yml', import.meta.url)")
  })
})

test('without Docker Compose, one line says how to get it, as of a runtime that cannot do a thing', () => {
  const read = (docker: string) => () => composeConfig({ files: ['a.yml'], profiles: [], envFiles: [] }, docker)
  expect(read('/nowhere/docker')).toThrow(
    expect.objectContaining({
      class: 'environment',
      message: expect.stringContaining('need Docker Compose 2: apt-get'),
    }),
  )
})
