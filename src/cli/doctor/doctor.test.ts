import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { Failure } from '../../kernel/index.ts'
import { composeHere } from './compose.ts'
import { diskHere, roomFor } from './disk.ts'
import { engineHere } from './engine.ts'
import { externalHere } from './external.ts'
import { leftoversHere } from './leftovers.ts'
import { nodeHere } from './node.ts'
import { portsHere } from './ports.ts'

test('Node.js before 24 reads no drill file', () => {
  expect(nodeHere('v22.18.0')).toMatchObject({ fitness: 'unfit', found: expect.stringContaining('v22.18.0') })
  expect(nodeHere('v24.0.0').fitness).toBe('fit')
  expect(nodeHere('v30.1.0').fitness).toBe('fit')
  expect(nodeHere().fitness).toBe('fit')
})

test('an engine is named with its API; an old one, and none, are limits', async () => {
  const facts = { words: 'Docker Engine 28.2.2 at /var/run/docker.sock', cgroup: '2' }
  const fit = await engineHere(async () => ({ ...facts, apiVersion: '1.50' }))
  expect(fit).toMatchObject({ fitness: 'fit', found: `${facts.words}, API 1.50, cgroup v2` })
  expect((await engineHere(async () => ({ ...facts, apiVersion: '1.41' }))).fitness).toBe('fit')
  expect((await engineHere(async () => ({ ...facts, apiVersion: '1.40' }))).fitness).toBe('limited')
  const none = await engineHere(() => Promise.reject(new Failure('environment', 'no Docker engine answers (…)')))
  expect(none).toMatchObject({
    fitness: 'limited',
    found: 'no Docker engine answers (…)',
    advice: expect.stringContaining('embedded'),
  })
})

test('Compose that is not there is a limit, with where to get it', async () => {
  expect(await composeHere('/nowhere/docker')).toEqual({
    part: 'Docker Compose',
    fitness: 'limited',
    found: "'docker compose version' does not answer",
    advice: expect.stringContaining('https://docs.docker.com/compose/install'),
  })
  // A program that ends well and says nothing of a version.
  expect((await composeHere('true')).fitness).toBe('limited')
  expect(await composeHere('echo')).toMatchObject({ fitness: 'limited', found: expect.stringContaining('expected 2') })
})

test.each([
  [6e9, 'fit'],
  [4.9e9, 'limited'],
  [0.4e9, 'unfit'],
] as const)('a disk with %d bytes free is %s', (bytes, fitness) => {
  const finding = roomFor([
    { folder: '/tmp', bytes: 9e9 },
    { folder: '/reports', bytes },
  ])
  expect(finding.fitness).toBe(fitness)
  expect(finding.found).toContain(`${(bytes / 1e9).toFixed(1)} GB free in /reports`)
})

test('of a folder for reports that is not there yet, the nearest one above it is looked at', async () => {
  expect((await diskHere(`${tmpdir()}/nowhere/reports`)).found).toMatch(new RegExp(`GB free in ${tmpdir()}$`))
})

test('ports that cannot be had are named; IPv6 alone is a limit', async () => {
  expect((await portsHere(['127.0.0.1', '127.0.0.1'])).fitness).toBe('fit')
  // An address that is nobody's here.
  expect(await portsHere(['127.0.0.1', '192.0.2.1'])).toMatchObject({
    fitness: 'limited',
    found: expect.stringMatching(/none on 192\.0\.2\.1: .*EADDRNOTAVAIL/),
  })
  expect((await portsHere(['192.0.2.1', '127.0.0.1'])).fitness).toBe('unfit')
})

test('runs that are dead are leftovers, runs that are alive are not', () => {
  expect(leftoversHere({ dead: [], alive: [] })).toMatchObject({ fitness: 'fit', found: 'none' })
  expect(leftoversHere({ dead: [], alive: ['a'] })).toMatchObject({ fitness: 'fit', found: '1 run alive (a)' })
  expect(leftoversHere({ dead: ['b'], alive: ['a'] })).toMatchObject({
    fitness: 'limited',
    found: expect.stringMatching(/\(b\); 1 run alive \(a\)$/),
    advice: expect.stringContaining('syncdrill cleanup'),
  })
})

test("of somebody else's services it says which are allowed, and how fast they are written to", () => {
  expect(externalHere({}).found).toBe(
    'by address; none is allowed before --allow-external says so, at most 5 writes a second',
  )
  const env = { SYNCDRILL_ALLOW_EXTERNAL: '10.0.0.5:443,10.0.0.6:443', SYNCDRILL_WRITES_PER_SECOND: '0.5' }
  expect(externalHere(env).found).toBe('allowed: 10.0.0.5:443, 10.0.0.6:443, at most 0.5 writes a second')
})
