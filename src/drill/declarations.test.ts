import { describe, expect, test } from 'vitest'
import { client } from '../clients/index.ts'
import { zeroPages } from '../faults/index.ts'
import { devices } from '../fleet/index.ts'
import { noDuplicates, nothingAcknowledgedIsLost, recoveryPoint } from '../judge/promises/index.ts'
import { domain, service, site, volume } from '../site/index.ts'
import { work } from '../steps/index.ts'
import { drill } from './drill.ts'
import { drillOf, refusal, smallFleet, smallSite } from './fixture.ts'
import { passes } from './expectation.ts'

const loose = (value: unknown) => value as never
const sound = { versions: { '1': { command: ['serve'] } }, start: '1', ready: { http: '/' } } as const

const wrong = (change: object) => () =>
  drill({
    title: 'A drill',
    story: 'Something happens.',
    arms: { one: { expect: passes } },
    site: smallSite,
    fleet: smallFleet,
    steps: () => ({ before: [], disaster: [] }),
    promises: [nothingAcknowledgedIsLost()],
    ...(change as Partial<Parameters<typeof drill>[0]>),
  })

describe('a declaration that is wrong says where, what was expected, and what came', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a member that is misspelt',
      () => service(loose({ ...sound, ready: { htpp: '/health' } })),
      "service: ready: expected http, status, tcp, logs, command, health (did you mean 'http'?), got 'htpp'",
    ],
    [
      'a needed member that is misspelt',
      wrong({ promises: undefined, promisses: [nothingAcknowledgedIsLost()] }),
      /\(did you mean 'promises'\?\), got 'promisses'$/.source,
    ],
    [
      'a member that is not known',
      () => service(loose({ ...sound, weather: 'fine' })),
      'service: expected versions, start, data, calls, env, ready, listens, starts, restart, milestones, build, ' +
        "promotion, tls, within, in, got 'weather'",
    ],
    [
      'deep down',
      () => service(loose({ ...sound, versions: { '4.2': { comand: ['serve'] } } })),
      "service: versions.4.2: expected image, build, command, cwd, args, port (did you mean 'command'?), got 'comand'",
    ],
    [
      'a wrong type in a list',
      () => service(loose({ ...sound, versions: { '1': { command: ['serve', 8080] } } })),
      'service: versions.1.command[1]: expected a text, got 8080',
    ],
    [
      'no readiness',
      () => service(loose({ ...sound, ready: undefined })),
      'service: ready: expected { http }, { tcp: true }, { logs }, { command } or { health: true }, got nothing',
    ],
    [
      'both kinds of readiness',
      () => service(loose({ ...sound, ready: { http: '/', logs: /up/ } })),
      'service: ready: expected one of http, tcp, logs, command and health, got an object',
    ],
    [
      'a sign of readiness that is wrong, among several',
      () => service(loose({ ...sound, ready: [{ http: '/' }, { tcp: false }] })),
      'service: ready: [1].tcp: expected true, got false',
    ],
    [
      'a status of what is no request',
      () => service(loose({ ...sound, ready: { tcp: true, status: 204 } })),
      'service: ready: expected status beside http only, got an object',
    ],
    [
      'a command of nothing',
      () => service(loose({ ...sound, ready: { command: [] } })),
      'service: ready: command: expected a program and its arguments, got a list',
    ],
    [
      'another policy of its supervisor',
      () => service(loose({ ...sound, restart: 'unless stopped' })),
      "service: restart: expected 'always' or 'on failure', got 'unless stopped'",
    ],
    [
      'another time to start',
      () => service(loose({ ...sound, starts: 'later' })),
      "service: starts: expected 'with the drill' or 'by a step', got 'later'",
    ],
    [
      'a place for a port that nobody chooses',
      () => service(loose({ ...sound, versions: { '4.2': { command: ['serve', '--port', '${PORT}'] } } })),
      "service: versions: '4.2': command: expected listens: 'PORT' beside ${PORT}",
    ],
    [
      'another way to listen',
      () => service(loose({ ...sound, listens: 8080 })),
      "service: listens: expected 'PORT', or a regular expression with the port, got 8080",
    ],
    [
      'a volume that was not called',
      () => service(loose({ ...sound, data: { '/data': volume } })),
      'service: data./data: expected a volume, from volume(), got the function volume itself: call it',
    ],
    [
      'a domain of another kind',
      () => domain(loose('rack')),
      "domain: expected host, site, provider or credential, got 'rack'",
    ],
    [
      'a client that was not made for a service',
      () => site(loose({ services: {}, clients: { api: client({ carries: ['notes'], connect: loose(() => 0) }) } })),
      /^site: clients\.api: expected a client of a service: acme\(sync\), got the function .*: call it$/.source,
    ],
    [
      'a site without services',
      () => site(loose({ clients: {} })),
      'site: services: expected services by their names, got nothing',
    ],
    [
      'devices with a memory of another kind',
      () => devices(loose({ accounts: 2, memory: 'flash' })),
      "devices: memory: expected 'volatile' or 'durable', got 'flash'",
    ],
    [
      'devices with a misspelt option',
      () => devices(loose({ accounts: 2, perAcount: 1, memory: 'durable' })),
      "devices: expected accounts, perAccount, memory, retry, clock (did you mean 'perAccount'?), got 'perAcount'",
    ],
    [
      'an adapter without connect',
      () => client(loose({ carries: ['notes'] })),
      'client: connect: expected a function, got nothing',
    ],
    [
      'a promise that was not called',
      wrong({ promises: [nothingAcknowledgedIsLost] }),
      'drill: promises[0]: expected a promise such as nothingAcknowledgedIsLost(), ' +
        'got the function nothingAcknowledgedIsLost itself: call it',
    ],
    [
      'a waived promise that was called',
      wrong({ waives: [noDuplicates()] }),
      'drill: waives[0]: expected a function, got an object',
    ],
    [
      'a misspelt option of a step',
      () => work(loose({ edits: 5, ovr: '1d' })),
      "work: expected edits, over, devices, mix, collections, values (did you mean 'over'?), got 'ovr'",
    ],
    [
      'a misspelt option of a fault',
      () => zeroPages(volume(), loose({ part: '10%' })),
      "zeroPages: expected share, got 'part'",
    ],
    [
      'a misspelt option of a promise',
      () => recoveryPoint(loose({ within: '1d', witin: '2d' })),
      "recoveryPoint: expected within (did you mean 'within'?), got 'witin'",
    ],
    ['a misspelt part', wrong({ promise: [] }), /\(did you mean 'promises'\?\), got 'promise'$/.source],
    ['a title that is no text', wrong({ title: 7 }), 'drill: title: expected a text, got 7'],
  ])('%s', (_, declare, message) => {
    const plain = message.startsWith('^') || message.startsWith('\\(') ? message : `^${RegExp.escape(message)}`
    expect(declare).toThrow(new RegExp(plain))
  })

  test('an act that there is not', () => {
    expect(refusal(drillOf(() => loose({ disater: [] })))).toBe(
      "some: arm 'one': steps: expected given, before, disaster, recovery (did you mean 'disaster'?), got 'disater'",
    )
  })
})
