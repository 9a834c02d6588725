/** Somebody's own scripts as a backup: what they say, what they leave out, and what is refused of them. */

import { expect, test } from 'vitest'
import { CommandFailed } from '../runtime/index.ts'
import { service, site, Topology, volume } from '../site/index.ts'
import { COPY } from './commands-engine.ts'
import { commands, type CommandsOptions } from './commands.ts'
import { engineContract } from './engine.contract.ts'
import { openOwnScripts, type Scripts } from './testing/own-scripts.ts'

const WHERE: Readonly<Record<string, Scripts['where']>> = {
  'inside a service': (counter) => ({ inside: counter }),
  'beside one that is stopped': (counter) => ({ beside: counter, stopToRestore: true }),
}

for (const [words, where] of Object.entries(WHERE)) {
  engineContract(`commands ${words}`, {
    reaches: 'its moment',
    open: ({ keep }) => openOwnScripts({ where, ...(keep !== undefined && { keep }) }),
  })
}

const sh = (script: string, ...args: readonly string[]) => ['sh', '-euc', script, 'own', ...args]
const inside = (changed: Partial<CommandsOptions>): Scripts => ({
  where: (counter) => ({ inside: counter, ...changed }),
})

test.each<[string, Partial<CommandsOptions>, RegExp]>([
  ['fails', { take: sh('echo begun; echo no space left >&2; exit 5') }, /exited with 5: begun \| no space left$/],
  ['prints nothing', { take: sh('echo to nobody >&2') }, /own printed no name of a copy: to nobody$/],
  [
    'prints no name',
    { take: sh('echo all is well') },
    /printed 'all is well', not the name of a copy, as its last line/,
  ],
  ['names what is not listed', { take: sh('echo elsewhere') }, /^ls \/backups does not name 'elsewhere', which sh /],
  ['is listed by a script that fails', { list: sh('echo no shelf; exit 2') }, /exited with 2: no shelf$/],
])('a job that %s has taken no copy, and is told with its command and last lines', async (_, changed, message) => {
  await using open = await openOwnScripts(inside(changed))
  await open.add()
  const failed = await open.engine.take(open.scene).catch((thrown: unknown) => thrown)
  expect(failed).toBeInstanceOf(CommandFailed)
  expect((failed as CommandFailed).message).toMatch(message)
})

test('a copy can be given its name; one that nobody reads back is restored, and not validated', async () => {
  await using open = await openOwnScripts(
    inside({ take: sh('cp /data/counter "/backups/$1"', COPY), restore: sh('cp "/backups/$1" /data/counter', COPY) }),
  )
  await open.add()
  const { copy, bytes } = await open.engine.take(open.scene)
  expect([copy, bytes]).toEqual([expect.stringMatching(/^\d{8}T\d{9}Z-[0-9a-f]+$/), 1])
  expect(await open.engine.files(open.scene, copy)).toEqual([{ path: copy, bytes: 1, holds: 'rows' }])
  await open.add()
  // Nobody said how many rows were read back: nothing counts as validated.
  expect(await open.engine.restore(open.scene, copy, {})).toEqual({ is: 'restored' })
  expect(await open.count()).toBe(1)
})

test('copies are in the order in which they were taken, whatever the script lists first', async () => {
  await using open = await openOwnScripts(inside({ list: ['ls', '-r', '/backups'] }))
  await open.shelf.write('0-from-before/rows', Buffer.from('x'))
  await open.add()
  const taken = [await open.engine.take(open.scene), await open.engine.take(open.scene)]
  const listed = (await open.engine.list(open.scene)).map(({ copy }) => copy)
  expect(listed).toEqual(['0-from-before', ...taken.map(({ copy }) => copy)])
})

test('a copy that is not listed any more is gone', async () => {
  await using open = await openOwnScripts(inside({}))
  const { engine, scene, shelf } = open
  await open.add()
  const { copy } = await engine.take(scene)
  for (const { path } of await shelf.list()) await shelf.delete(path)
  await scene.site.execute(['sh', '-c', 'rmdir /backups/*'], { inside: open.counter, atMostMs: 60_000 })
  const because = `there is no copy '${copy}': ls /backups does not name it`
  expect(await engine.verify(scene, copy)).toEqual({ sound: false, because })
  expect(await engine.restore(scene, copy, {})).toEqual({ is: 'refused', because })
  expect(await engine.cleanRoom(scene, copy)).toEqual({ is: 'unusable', because })
})

test('what a script says of a damaged copy is told, and one whose files hold nothing is called empty', async () => {
  await using open = await openOwnScripts(inside({}))
  const { engine, scene, shelf } = open
  await open.add()
  const { copy } = await engine.take(scene)
  await shelf.truncate(`${copy}/rows`, 0)
  await shelf.truncate(`${copy}/sum`, 0)
  const refused = await engine.restore(scene, copy, {})
  const because = expect.stringMatching(new RegExp(`exited with 3: .*${copy} is not what it was$`))
  expect(refused).toMatchObject({ is: 'refused', because, damage: 'empty' })
  expect('by' in refused && refused.by).toMatchObject({ code: 3 })
  expect(await engine.cleanRoom(scene, copy)).toEqual({ is: 'unusable', because, damage: 'empty' })
  expect(await engine.verify(scene, copy)).toMatchObject({ sound: false })
})

const disk = volume()
const counter = service({ versions: { '1': { command: ['x'] } }, start: '1', ready: { http: '/' } })
const sound: CommandsOptions = { inside: counter, take: ['t'], list: ['l'], restore: ['r', COPY] }

test.each<[string, object, string]>([
  ['no restore', { restore: undefined }, 'restore: expected'],
  ['a restore of nothing', { restore: ['r'] }, 'restore: expected COPY among its words, got r'],
  ['a verification of nothing', { verify: ['v'] }, 'verify: expected COPY among its words, got v'],
  ['a text for a command', { take: './backup.sh' }, "take: expected a program and its arguments, got './backup.sh'"],
  ['no place', { inside: undefined }, 'expected inside or beside, got neither'],
  ['two places', { beside: counter }, 'expected inside or beside, got both'],
  ['a wrong duration', { every: 'daily' }, 'every: expected a duration'],
  ['a shelf of nothing', { mountedAt: '/copies' }, 'mountedAt: expected it beside to, got no to'],
  ['a relative shelf', { to: disk, mountedAt: 'copies' }, 'mountedAt: expected a path from the root, such as /backups'],
  ['a stop inside', { stopToRestore: true }, 'stopToRestore: expected beside'],
  ['how many to keep', { keep: 3 }, 'expected take, list'],
])('refused: %s', (_, changed, message) => {
  const given = Object.entries({ ...sound, ...changed }).filter(([, value]) => value !== undefined)
  expect(() => commands(Object.fromEntries(given) as unknown as CommandsOptions)).toThrow(`commands: ${message}`)
})

test('its volume is mounted where it says, beside the data of its service', () => {
  const own = commands({ ...sound, to: disk, mountedAt: '/copies', every: '1d' })
  const topology = new Topology(site({ services: { counter }, volumes: { disk }, backups: { own }, clients: {} }))
  expect([topology.mountsOf(counter), own.everyMs]).toEqual([{ '/copies': disk }, 86_400_000])
})
