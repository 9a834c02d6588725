/** How one version of the service takes over the store of another, wherever that store is. */

import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import { runServer, Server, type Device, type Place } from '../testing/server.ts'

const start = (folder: string, version: 'v1' | 'v2', ...defects: string[]) =>
  Server.start(folder, '--run-as', version, '--defects', defects.join())

const write = (device: Device, count: number) =>
  Promise.all(Array.from({ length: count }, (_, place) => device.create('notes', `{"v":${place}}`)))

const idsOf = async (device: Device): Promise<readonly string[]> =>
  (await device.pull()).rows.map(({ id }) => id).toSorted()

/** An account with so many notes in a store of version 1, and what a full view of it shows. */
async function filled(folder: string, count: number) {
  await using server = await start(folder, 'v1')
  const device = await server.signIn()
  await write(device, count)
  const { cursor } = await device.pull()
  const ids = await idsOf(device)
  await server.end('SIGTERM')
  return { user: device.user, ids, cursor }
}

/** What this version shows of the account, after it has taken the store over. */
async function shown(folder: string, version: 'v1' | 'v2', user: string, ...defects: string[]) {
  await using server = await start(folder, version, ...defects)
  const ids = await idsOf(await server.signIn(user))
  await server.end('SIGTERM')
  return ids
}

async function killedHalfWay(folder: string, ...defects: string[]): Promise<void> {
  const child = runServer(folder, '--run-as', 'v2', '--defects', defects.join())
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('migration half done')) continue
    child.kill('SIGKILL')
    break
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
}

/** `place` gives one that holds nothing yet. */
export function upgradeContract(place: () => Place | Promise<Place>): void {
  describe('an upgrade', () => {
    test('keeps every record, and every cursor', async () => {
      using folder = await place()
      const { user, ids, cursor } = await filled(folder.path, 30)
      await using server = await start(folder.path, 'v2')
      const device = await server.signIn(user)
      expect(await idsOf(device)).toEqual(ids)
      const later = await device.create('notes', '{"v":"later"}')
      const delta = await device.pull(cursor)
      expect([delta.kind, delta.rows.map(({ id }) => id)]).toEqual(['delta', [later.id]])
      expect(JSON.parse((await server.send('GET', '/version')).text)).toEqual({ version: 'v2' })
      const said = server.logged.map((line) => /migration [a-z ]+/.exec(line)?.[0] ?? '').filter(Boolean)
      expect(said).toEqual(['migration began', 'migration half done', 'migration done'])
    })

    test('that is killed half-way begins anew and keeps everything', async () => {
      using folder = await place()
      const { user, ids } = await filled(folder.path, 60)
      await killedHalfWay(folder.path)
      expect(await shown(folder.path, 'v2', user)).toEqual(ids)
    })

    test.each(['I7', 'I2'])('that is killed half-way loses about half with defect %s', async (defect) => {
      using folder = await place()
      const { user, ids } = await filled(folder.path, 60)
      await killedHalfWay(folder.path, defect)
      const left = await shown(folder.path, 'v2', user, defect)
      expect(left.length).toBeGreaterThan(ids.length * 0.2)
      expect(left.length).toBeLessThan(ids.length * 0.8)
    })

    test('with defect I7 leaves the old tables whole, with I2 it does not', async () => {
      for (const [defect, whole] of [
        ['I7', true],
        ['I2', false],
      ] as const) {
        using folder = await place()
        const { user, ids } = await filled(folder.path, 60)
        await killedHalfWay(folder.path, defect)
        const left = await shown(folder.path, 'v1', user)
        expect({ defect, whole: left.length === ids.length }).toEqual({ defect, whole })
      }
    })

    test('with defect I5 acknowledges what nobody will see', async () => {
      using folder = await place()
      const { user, ids } = await filled(folder.path, 5)
      await using server = await start(folder.path, 'v2', 'I5')
      const device = await server.signIn(user)
      await write(device, 3)
      expect(await idsOf(device)).toEqual(ids)
    })
  })

  describe('the way back', () => {
    test('shows what version 1 had, without what version 2 wrote, in a new epoch', async () => {
      using folder = await place()
      const { user, ids, cursor } = await filled(folder.path, 10)
      {
        await using server = await start(folder.path, 'v2')
        await write(await server.signIn(user), 5)
        await server.end('SIGTERM')
      }
      await using server = await start(folder.path, 'v1')
      const device = await server.signIn(user)
      expect(await idsOf(device)).toEqual(ids)
      expect((await device.pull(cursor)).kind).toBe('full')
    })

    test('with defect I4 starts empty', async () => {
      using folder = await place()
      const { user } = await filled(folder.path, 10)
      await shown(folder.path, 'v2', user)
      expect(await shown(folder.path, 'v1', user, 'I4')).toEqual([])
    })

    test('and up again brings what version 1 wrote meanwhile, and nothing of it with defect I3', async () => {
      for (const defects of [[], ['I3']]) {
        using folder = await place()
        const { user, ids } = await filled(folder.path, 10)
        await shown(folder.path, 'v2', user)
        {
          await using server = await start(folder.path, 'v1')
          await write(await server.signIn(user), 4)
          await server.end('SIGTERM')
        }
        const again = await shown(folder.path, 'v2', user, ...defects)
        expect({ defects, more: again.length - ids.length }).toEqual({ defects, more: defects.length === 0 ? 4 : 0 })
      }
    })

    test('is refused where there is nothing for version 1', async () => {
      using folder = await place()
      {
        await using server = await start(folder.path, 'v2')
        await server.end('SIGTERM')
      }
      await expect(start(folder.path, 'v1')).rejects.toThrow('ended with 1')
    })
  })
}
