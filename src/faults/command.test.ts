/** Any other tool's fault: what its witness says is all that counts. */

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Random, uniqueName } from '../kernel/index.ts'
import { CommandFailed, openReaper } from '../runtime/index.ts'
import { command } from './command.ts'
import { openScene, smallSite, type SmallSite } from './fault.contract.ts'
import type { Scene } from './fault.ts'

const BALLAST = ['test', '-e', '/rows/ballast']
const filling = ({ rows }: SmallSite) => ({
  beside: rows,
  inject: ['sh', '-c', 'echo full > /rows/ballast'],
  witness: BALLAST,
  heal: ['rm', '/rows/ballast'],
})

async function on<T>(act: (scene: Scene, small: SmallSite) => Promise<T>): Promise<T> {
  const small = smallSite()
  await using open = await openScene(small)
  return await act(open.scene, small)
}

const random = new Random('seed')

test('it counts how often its witness saw it, and tells what each look came to', () =>
  on(async (scene, small) => {
    const witness = ['sh', '-c', 'test -e /rows/ballast && cat /rows/ballast']
    const active = await command({ ...filling(small), witness }).inject(scene, random)
    const said = `${witness.join(' ')} exited with 1 before; then it exited with 0, saying: full`
    expect(await active.witness()).toEqual({ what: `${said}; at the end it exited with 0, saying: full`, count: 2 })
    expect(await active.isHealed()).toBe(false)
    await scene.site.volume(small.disk).delete('ballast')
    expect(await active.witness()).toEqual({ what: `${said}; at the end it exited with 1`, count: 1 })
    expect(await active.isHealed()).toBe(true)
  }))

test('what held before anything was injected proves nothing, and neither does what nobody saw', () =>
  on(async (scene, small) => {
    const always = await command({ ...filling(small), witness: ['true'] }).inject(scene, random)
    expect(await always.witness()).toEqual({ what: 'true had exited with 0 before anything was injected', count: 0 })
    await always.heal()
    const nothing = { inject: ['true'], witness: BALLAST, heal: ['true'] }
    const never = await command({ ...nothing, beside: small.rows }).inject(scene, random)
    expect(await never.witness()).toMatchObject({ count: 0 })
  }))

test('a heal that fails is told with its exit and last lines, and may be tried again', () =>
  on(async (scene, small) => {
    const heal = ['sh', '-c', 'rm /rows/ballast /rows/key || { echo no key; exit 4; }']
    const active = await command({ ...filling(small), heal }).inject(scene, random)
    await expect(active.heal()).rejects.toThrow(`${heal.join(' ')} exited with 4: `)
    await expect(active.heal()).rejects.toBeInstanceOf(CommandFailed)
    for (const name of ['ballast', 'key']) await scene.site.volume(small.disk).write(name, Buffer.from('x'))
    await active.heal()
    await active.heal()
    expect(await active.isHealed()).toBe(true)
  }))

test('an injection that fails is taken back, and told with its exit and last lines', () =>
  on(async (scene, small) => {
    const inject = ['sh', '-c', 'echo half > /rows/ballast; echo cannot reserve; exit 7']
    const failing = command({ ...filling(small), inject }).inject(scene, random)
    await expect(failing).rejects.toThrow(/exited with 7: cannot reserve$/)
    expect((await scene.site.volume(small.disk).list()).map(({ path }) => path)).not.toContain('ballast')
  }))

test('a witness that cannot look is no witness: nothing is injected', () =>
  on(async (scene, small) => {
    const blind = command({ ...filling(small), witness: ['sh', '-c', 'exit 127'] })
    await expect(blind.inject(scene, random)).rejects.toThrow('exit 127 exited with 127, and said nothing')
    expect((await scene.site.volume(small.disk).list()).map(({ path }) => path)).not.toContain('ballast')
  }))

test('without a heal it is damage, on what it strikes and takes', () =>
  on(async (scene, { disk, rows }) => {
    const wipe = { inject: ['sh', '-c', 'rm -r /rows/*'], witness: ['sh', '-c', 'test -z "$(ls /rows)"'] }
    const damage = command({ ...wipe, inside: rows, takes: disk })
    expect([damage.is, damage.on, damage.needs]).toEqual(['damage', [rows, disk], ['inside']])
    const inflicted = await damage.inject(scene, random)
    expect(inflicted.took).toEqual([{ kind: 'volume', volume: 'disk' }])
    expect(await inflicted.witness()).toMatchObject({ count: 2 })
  }))

test('what is done to this machine is healed by the reaper where the run is broken off, and only then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncdrill-command-'))
  const file = join(folder, 'ballast')
  const heal = ['sh', '-c', `echo healed >> ${file}.healed; rm ${file}`]
  const fault = ({ rows }: SmallSite) =>
    command({ strikes: rows, inject: ['touch', file], witness: ['test', '-e', file], heal })
  await on(async (scene, small) => void (await fault(small).inject(scene, random)))
  await expect(stat(file)).rejects.toThrow('ENOENT')
  await on(async (scene, small) => {
    const active = await fault(small).inject(scene, random)
    await active.heal()
  })
  expect(await readFile(`${file}.healed`, 'utf8')).toBe('healed\nhealed\n')
  await rm(folder, { recursive: true })
})

test('what the reaper cannot heal is left behind, and said', async () => {
  const reaper = await openReaper(`command-${uniqueName()}`, undefined)
  reaper.journal.undo('one', ['sh', '-c', 'echo locked; exit 3'])
  reaper.journal.undo('two', ['sh', '-c', 'exit 9'])
  reaper.journal.undone('two')
  expect((await reaper.reap()).left).toEqual(['what sh -c echo locked; exit 3 heals: exit 3, saying: locked'])
  await rm(reaper.journal.path)
})

test('wrong declarations are refused with their member', () => {
  const { rows, disk } = smallSite()
  const wrong = (changed: object) => () => command({ ...filling(smallSite()), ...changed })
  const given = 'expected a program and its arguments, got'
  expect(wrong({ inject: [] })).toThrow(`command: inject: ${given} nothing`)
  expect(wrong({ heal: 'rm' })).toThrow(`command: heal: ${given} 'rm'`)
  expect(wrong({ witness: undefined })).toThrow('command: witness: expected')
  expect(wrong({ witnes: ['x'] })).toThrow(/^command: expected .*witness.* \(did you mean 'witness'\?\), got 'witnes'$/)
  expect(wrong({ inside: rows })).toThrow('command: expected inside or beside, got both')
  expect(wrong({ within: 'soon' })).toThrow('command: within: expected a duration')
  expect(wrong({ strikes: 'san' })).toThrow("command: strikes: expected a part of the site, or several, got 'san'")
  expect(wrong({ takes: disk })).toThrow('command: takes: expected no heal beside it, for it stays')
  const nowhere = () => command({ inject: ['x'], witness: ['y'], heal: ['z'] })
  expect(nowhere).toThrow('command: strikes: expected what it touches, got nothing')
})
