import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Version } from './server/store/formats.ts'
import { PostgresStore } from './server/store/postgres/postgres.ts'
import { TableBlobs } from './server/store/postgres/table-blobs.ts'
import { storeContract } from './server/store/store.contract.ts'
import { StoreUnreadable, type Store } from './server/store/store.ts'
import { Databases, nameIn } from './testing/databases.ts'
import { postgresIsMissing } from './testing/postgres.ts'

const quiet = () => undefined
const open = (url: string, version: Version = 'v1') =>
  PostgresStore.open(url, { version, defects: new Set(), log: quiet })

const put = (store: Store, id: string) =>
  store.transact(({ records }) => records.put({ user: 'ann', class: 'notes', id, etag: `"${id}"`, body: '{}' }))
const idsOf = (store: Store) =>
  store.read(async ({ parts }) => (await parts.read({ classes: ['notes'] })).rows.map(({ id }) => id))

describe.skipIf(postgresIsMissing())('the PostgreSQL store', () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await Databases.start()
  })
  afterAll(() => databases[Symbol.asyncDispose]())

  /** An open store on a database of its own. */
  async function opened(version: Version = 'v1') {
    const url = await databases.create()
    const store = await open(url, version)
    return { url, store, [Symbol.asyncDispose]: () => store.close() }
  }

  describe.each(['v1', 'v2'] satisfies Version[])('format %s', (version) => {
    storeContract(async () => {
      const url = await databases.create()
      const blobs = new TableBlobs(url)
      let store = await open(url, version)
      return {
        store,
        blobs,
        reopen: async () => {
          await store.close()
          store = await open(url, version)
          return store
        },
        [Symbol.asyncDispose]: async () => {
          await Promise.all([store.close(), blobs.close()])
        },
      }
    })
  })

  describe('a commit that waits for a standby', () => {
    const waiting = async () =>
      (await databases.ask(`SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'`)).rows.map(({ pid }) => pid)
    const waitFor = async (standby: string) => {
      const setting = async () => (await databases.ask('SHOW synchronous_standby_names')).rows[0]
      await databases.ask(`ALTER SYSTEM SET synchronous_standby_names = '${standby}'`)
      await databases.ask('SELECT pg_reload_conf()')
      await expect.poll(setting).toEqual({ synchronous_standby_names: standby })
    }

    test('stops no reader, who does not see it before it is done', async () => {
      await using store = await opened()
      await put(store.store, 'a')
      await waitFor('nobody')
      let done = false
      const write = put(store.store, 'b').then(() => (done = true))
      await expect.poll(waiting).toHaveLength(1)
      await store.store.probe()
      expect(await idsOf(store.store)).toEqual(['a'])
      expect(await store.store.read(({ state }) => state.sequence())).toBe(1)
      expect(done).toBe(false)
      await waitFor('')
      await write
      expect(await idsOf(store.store)).toEqual(['a', 'b'])
    })

    test.each([
      ['that is cancelled', 'pg_cancel_backend', /not known to be durable: .*synchronous replication/],
      ['whose connection is ended', 'pg_terminate_backend', /./],
    ])('%s is no success, although it is kept here', async (_, end, message) => {
      await using store = await opened()
      await waitFor('nobody')
      const write = put(store.store, 'a').catch((thrown: unknown) => thrown)
      await expect.poll(waiting).toHaveLength(1)
      const [pid] = await waiting()
      await databases.ask(`SELECT ${end}(${String(pid)})`)
      expect(await write).toBeInstanceOf(StoreUnreadable)
      expect(String(await write)).toMatch(message)
      await waitFor('')
      expect(await idsOf(store.store)).toEqual(['a'])
      await put(store.store, 'b')
    })
  })

  test('a reader sees one moment, whatever is committed meanwhile', async () => {
    await using store = await opened()
    await put(store.store, 'a')
    await store.store.read(async ({ records, state }) => {
      expect(await state.sequence()).toBe(1)
      await put(store.store, 'b')
      expect([await state.sequence(), (await records.liveCounts()).notes]).toEqual([1, 1])
    })
    expect(await store.store.read(({ state }) => state.sequence())).toBe(2)
  })

  test('connections that were ended are made anew, and what they were at is no success', async () => {
    await using store = await opened()
    await put(store.store, 'a')
    const write = store.store.transact(async ({ records }) => {
      await databases.endConnections(nameIn(store.url))
      return await records.put({ user: 'ann', class: 'notes', id: 'b', etag: '"b"', body: '{}' })
    })
    await expect(write).rejects.toThrow(StoreUnreadable)
    expect(await idsOf(store.store)).toEqual(['a'])
    await put(store.store, 'c')
    expect(await idsOf(store.store)).toEqual(['a', 'c'])
  })

  test('two servers on one database take turns', async () => {
    await using one = await opened()
    const other = await open(one.url)
    await Promise.all(Array.from({ length: 20 }, (_, count) => put(count % 2 === 0 ? one.store : other, `n${count}`)))
    expect(await one.store.read(({ state }) => state.sequence())).toBe(20)
    await other.close()
  })

  test('two servers that start on an empty database make one store', async () => {
    const url = await databases.create()
    const stores = await Promise.all([open(url), open(url), open(url)])
    const epochs = await Promise.all(stores.map((each) => each.read(({ state }) => state.epoch())))
    expect(new Set(epochs).size).toBe(1)
    await Promise.all(stores.map((each) => each.close()))
  })

  test('a server whose database was taken over by a newer version neither reads nor writes', async () => {
    await using old = await opened('v1')
    await put(old.store, 'a')
    const newer = await open(old.url, 'v2')
    await expect(put(old.store, 'b')).rejects.toThrow('another server took over')
    await expect(idsOf(old.store)).rejects.toThrow('another server took over')
    expect(await idsOf(newer)).toEqual(['a'])
    await newer.close()
  })

  test('a database of somebody else is refused, and so is one that lost a table', async () => {
    const foreign = await databases.create()
    await databases.ask('CREATE TABLE guests (name text)', foreign)
    await expect(open(foreign)).rejects.toThrow('expected a database of version 1, found tables guests')
    const { store, url } = await opened()
    await databases.ask('DROP TABLE records', url)
    await expect(idsOf(store)).rejects.toThrow(StoreUnreadable)
    await expect(store.probe()).rejects.toThrow(StoreUnreadable)
    await store.close()
    await expect(open(url)).rejects.toThrow('records missing')
  })

  test('a damaged page is no missing row', async () => {
    const url = await databases.create()
    const store = await open(url)
    for (let count = 0; count < 30; count += 1) await put(store, `n${count}`)
    await store.close()
    await databases.ask('CHECKPOINT')
    const { rows } = await databases.ask(
      `SELECT current_setting('data_directory') || '/' || pg_relation_filepath('records') AS path`,
      url,
    )
    const write = `printf damage | dd of=${String(rows[0]?.['path'])} bs=1 seek=4000 conv=notrunc status=none`
    await databases.ask(`COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; ${write}'`)
    const damaged = await open(await databases.create(nameIn(url)))
    await expect(idsOf(damaged)).rejects.toThrow(/invalid page in block 0/)
    await expect(damaged.probe()).rejects.toThrow(/invalid page in block 0/)
    await damaged.close()
  })
})
