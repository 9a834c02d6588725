/** What the service promises whichever store it runs on: what it acknowledged is there, once, and is seen. */

import { describe, expect, test } from 'vitest'
import { Server, type Place } from './server.ts'

/** Ids that were acknowledged, until the server was killed in the middle of the writes. */
async function killedWhileWriting(folder: string) {
  await using server = await Server.start(folder)
  const device = await server.signIn()
  const acked: string[] = []
  const write = async (): Promise<void> => {
    for (;;) acked.push((await device.create('notes', '{"v":1}')).id)
  }
  const writing = Promise.allSettled(Array.from({ length: 8 }, write))
  await expect.poll(() => acked.length, { interval: 1, timeout: 60_000 }).toBeGreaterThan(100)
  await server.end('SIGKILL')
  await writing
  return { acked, user: device.user }
}

/** `place` gives one that holds nothing yet. */
export function serviceContract(place: () => Place | Promise<Place>): void {
  test('SIGTERM finishes what is under way, and all of it is there afterwards', async () => {
    using folder = await place()
    await using server = await Server.start(folder.path)
    const device = await server.signIn()
    const writes = Array.from({ length: 50 }, (_, count) => device.send('POST', '/v1/records/notes', `{"v":${count}}`))
    await Promise.race(writes)
    expect(await server.end('SIGTERM')).toBe(0)
    const acked = (await Promise.allSettled(writes)).filter(
      (each) => each.status === 'fulfilled' && each.value.status === 201,
    )
    await using again = await Server.start(folder.path)
    const { rows } = await (await again.signIn(device.user)).pull()
    expect(acked.length).toBeGreaterThan(0)
    expect(rows.length).toBeGreaterThanOrEqual(acked.length)
  })

  describe('killed while it writes', () => {
    test('it loses nothing that it acknowledged', async () => {
      using folder = await place()
      const { acked, user } = await killedWhileWriting(folder.path)
      await using server = await Server.start(folder.path)
      const there = new Set((await (await server.signIn(user)).pull()).rows.map(({ id }) => id))
      expect(acked.filter((id) => !there.has(id))).toEqual([])
    })

    test('with defect A1 it loses its last write, however much was read since, and none of long before', async () => {
      using folder = await place()
      let user: string
      let kept: string
      {
        await using server = await Server.start(folder.path, '--defects', 'A1')
        const device = await server.signIn()
        user = device.user
        const readForASecond = async (rows: number) => {
          const until = performance.now() + 1_000
          while (performance.now() < until) expect((await device.pull()).rows).toHaveLength(rows)
        }
        kept = (await device.create('notes', '{"v":1}')).id
        await readForASecond(1)
        await device.create('notes', '{"v":2}')
        await readForASecond(2)
        await server.end('SIGKILL')
      }
      await using server = await Server.start(folder.path)
      expect((await (await server.signIn(user)).pull()).rows.map(({ id }) => id)).toEqual([kept])
    })
  })

  describe('a retry under the same key', () => {
    const retried = async (...flags: string[]) => {
      using folder = await place()
      const key = { 'idempotency-key': 'k' }
      let user: string
      let first: string
      {
        await using server = await Server.start(folder.path, ...flags)
        const device = await server.signIn()
        user = device.user
        first = (await device.create('notes', '{"v":1}', key)).id
      }
      await using server = await Server.start(folder.path, ...flags)
      const device = await server.signIn(user)
      const again = await device.create('notes', '{"v":1}', key)
      const other = await device.send('POST', '/v1/records/notes', '{"v":2}', key)
      return { same: first === again.id, other: other.status, rows: (await device.pull()).rows.length }
    }

    test('is answered as before, even after a crash, and another request under it is refused', async () => {
      expect(await retried()).toEqual({ same: true, other: 422, rows: 1 })
    })

    test('makes another row with defect A12', async () => {
      expect(await retried('--defects', 'A12')).toEqual({ same: false, other: 201, rows: 3 })
    })
  })

  test('a device that follows deltas while others write misses nothing', async () => {
    using folder = await place()
    await using server = await Server.start(folder.path)
    const reader = await server.signIn()
    const writers = await Promise.all(Array.from({ length: 4 }, () => server.signIn(reader.user)))
    let done = false
    const writing = Promise.all(
      writers.map(async (device) => {
        for (let count = 0; count < 25; count += 1) {
          const { id, etag } = await device.create('notes', `{"v":${count}}`)
          if (count % 5 === 0) await device.remove('notes', id, etag)
        }
      }),
    ).then(() => (done = true))
    const first = await reader.pull()
    const held = new Set(first.rows.map(({ id }) => id))
    let { cursor } = first
    for (let last = false; !last;) {
      last = done
      const page = await reader.page({ since: cursor, limit: '7' })
      for (const { id, deleted } of page.rows) {
        if (deleted) held.delete(id)
        else held.add(id)
      }
      cursor = page.cursor
      last &&= !page.more
    }
    await writing
    expect([...held].toSorted()).toEqual((await reader.pull()).rows.map(({ id }) => id).toSorted())
    expect(held.size).toBe(80)
  })
}
