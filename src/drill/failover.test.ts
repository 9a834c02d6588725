import { describe, expect, test } from 'vitest'
import { destroy } from '../faults/index.ts'
import { devices } from '../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../judge/promises/index.ts'
import { service, site, volume } from '../site/index.ts'
import { inject, promote, repoint, work } from '../steps/index.ts'
import { compile } from './compile.ts'
import { drill, type Acts } from './drill.ts'
import { breaks, fails } from './expectation.ts'
import { refusal, smallSite, talk } from './fixture.ts'
import { everyStep } from './tree.ts'

/** A stateless service in front, whose database has a standby. */
function pair() {
  const common = { start: '1', ready: { http: '/' } } as const
  const primary = service({ ...common, versions: { '1': { command: ['serve'] } }, data: { '/data': volume() } })
  const standby = service({
    ...common,
    versions: { '1': { command: ['follow'] } },
    calls: { primary },
    promotion: ['pg_ctl', 'promote'],
  })
  const sync = service({ ...common, versions: { '1': { command: ['sync'] } }, calls: { db: primary } })
  return site({ services: { primary, standby, sync }, clients: { api: talk(sync) } })
}

type Pair = ReturnType<typeof pair>

const drillOf = (recovery: (pair: Pair) => NonNullable<Acts['recovery']>) =>
  drill({
    title: 'A failover',
    story: 'The primary is lost, and a standby takes over.',
    arms: { one: { expect: fails(breaks(nothingAcknowledgedIsLost, 'lost', { by: repoint })) } },
    site: pair,
    fleet: () => ({ phones: devices({ accounts: 2, perAccount: 1, memory: 'volatile' }) }),
    steps: (scene) => ({
      before: [work({ edits: 20 })],
      disaster: [inject(destroy(scene.site.services.primary))],
      recovery: recovery(scene.site),
    }),
    promises: [nothingAcknowledgedIsLost()],
  })

describe('refused before anything starts', () => {
  test.each<[string, Parameters<typeof drillOf>[0], string]>([
    [
      'to promote what does not say how',
      ({ services }) => [promote(services.primary)],
      'promote(primary): standby: expected a service that declares what promotes it (promotion), got one that does not',
    ],
    [
      'to promote a service of another site',
      () => [promote(pair().services.standby)],
      'promote: a service is used that the site does not declare: add it to site({...})',
    ],
    [
      'a link of another site',
      ({ services }) => [repoint(smallSite().clients.api.link, services.standby)],
      'repoint: a link is used that the site does not declare: add it to site({...})',
    ],
    [
      'to lead to a service of another site',
      ({ services }) => [repoint(services.sync.links.db, smallSite().services.sync)],
      'repoint: a service is used that the site does not declare: add it to site({...})',
    ],
    [
      'a link that neither a device nor a service uses',
      ({ services }) => [repoint(services.primary.link, services.standby)],
      'repoint(primary, standby): link: expected one that a client or a service uses, got primary, which nobody uses',
    ],
    [
      'to lead a service to itself',
      ({ services }) => [repoint(services.sync.links.db, services.sync)],
      'repoint(sync->db, sync): to: expected another service than the one that calls, got sync',
    ],
    [
      'to lead where it leads already',
      ({ services }) => [repoint(services.sync.links.db, services.primary)],
      'repoint(sync->db, primary): to: expected another service than the one that it leads to, got primary',
    ],
  ])('%s', (_, recovery, message) => {
    expect(refusal(drillOf(recovery))).toBe(`some: arm 'one': recovery.1 ${message}`)
  })
})

test('a failover, and back, is planned by its names; a breach may be by one of its steps', () => {
  const file = drillOf(({ services: { primary, standby, sync } }) => [
    promote(standby),
    repoint(sync.links.db, standby),
    repoint(sync.links.db, primary),
  ])
  const { acts, plan, needs } = compile(file, { file: '/x/some.drill.ts', arm: 'one', seed: 1 })
  expect(everyStep(acts.recovery).map(({ id, label }) => `${id} ${label}`)).toEqual([
    'recovery.1 promote(standby)',
    'recovery.2 repoint(sync->db, standby)',
    'recovery.3 repoint(sync->db, primary)',
  ])
  expect(plan.links).toEqual(['primary', 'standby', 'sync', 'standby->primary', 'sync->db'])
  expect(needs).toEqual(['commands', 'kill', 'services', 'volumes'])
})
