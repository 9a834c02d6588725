/** What every store and its blobs must do, whichever database is behind them. */

import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CLASSES, type RecordClass } from '../classes.ts'
import type { Blobs } from './blobs.ts'
import type { NewRow, Store } from './store.ts'

export interface OpenStore extends AsyncDisposable {
  readonly store: Store
  readonly blobs: Blobs
  /** Closed, and opened again on the same data. */
  reopen(): Promise<Store>
}

const row = (id: string, more: Partial<NewRow> = {}): NewRow => ({
  user: 'ann',
  class: 'notes',
  id,
  etag: `"${id}"`,
  body: `{"v":"${id}"}`,
  ...more,
})

const put = (store: Store, ...rows: readonly NewRow[]) =>
  store.transact(async ({ records }) => {
    for (const each of rows) await records.put(each)
  })

const spanOf = (store: Store, after = 0, tombstones: 'with' | 'without' = 'with', limit = 100) =>
  store.read(async ({ records, state }) =>
    records.span({
      user: 'ann',
      after: new Map(CLASSES.map((each): [RecordClass, number] => [each, after])),
      upTo: await state.sequence(),
      limit,
      tombstones,
    }),
  )

const idsOf = async (...span: Parameters<typeof spanOf>) => (await spanOf(...span)).map(({ id }) => id)
const sequenceOf = (store: Store) => store.read(({ state }) => state.sequence())

/** `open` gives an empty store each time. */
export function storeContract(open: () => Promise<OpenStore>): void {
  describe('the order of commits', () => {
    test('a changed record moves to its end, and so does a deleted one', async () => {
      await using opened = await open()
      const { store } = opened
      await put(store, row('a'), row('b'), row('c'))
      await put(store, row('a', { etag: '"2"', body: '{}' }))
      await put(store, row('b', { body: undefined }))
      expect(await idsOf(store)).toEqual(['c', 'a', 'b'])
      expect(await idsOf(store, 0, 'without')).toEqual(['c', 'a'])
      const [first] = await spanOf(store)
      expect(await idsOf(store, first?.seq)).toEqual(['a', 'b'])
      expect(await idsOf(store, 0, 'with', 2)).toEqual(['c', 'a'])
    })

    test('no number is given twice, not that of a row that is gone, nor after a restart', async () => {
      await using opened = await open()
      const { store } = opened
      await put(store, row('a'), row('b'))
      const before = await sequenceOf(store)
      const nothing = { rows: [], versions: [], answers: [] }
      await store.transact(({ parts }) => parts.replace({ classes: ['notes'] }, nothing))
      expect(await sequenceOf(store)).toBe(before)
      const again = await opened.reopen()
      expect(await sequenceOf(again)).toBe(before)
      await put(again, row('c'))
      const [found] = await spanOf(again)
      expect(found?.seq).toBeGreaterThan(before)
      expect(await sequenceOf(again)).toBe(found?.seq)
    })

    test('writes at the same time each get a number of their own', async () => {
      await using opened = await open()
      const { store } = opened
      await Promise.all(Array.from({ length: 30 }, (_, count) => put(store, row(`n${count}`))))
      const numbers = (await spanOf(store)).map(({ seq }) => seq)
      expect(new Set(numbers).size).toBe(30)
      expect(await sequenceOf(store)).toBe(numbers.at(-1))
    })
  })

  test('work that fails leaves nothing behind, and the next one is carried out', async () => {
    await using opened = await open()
    const { store } = opened
    const failing = store.transact(async ({ records, accounts }) => {
      await records.put(row('a'))
      await accounts.add({ user: 'ann', salt: 's', hash: 'h' })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await spanOf(store)).toEqual([])
    expect(await store.read(({ accounts }) => accounts.find('ann'))).toBeUndefined()
    await put(store, row('b'))
    expect(await idsOf(store)).toEqual(['b'])
  })

  test('text comes back as it went in', async () => {
    await using opened = await open()
    const { store } = opened
    const body = String.raw`{"a":"'\"%_\\ \u0000 🙂 é é","b":1.10,  "c":12345678901234567890}`
    await put(store, row('é🙂', { user: 'ann', body, etag: '"é"' }))
    expect(await spanOf(store)).toMatchObject([{ id: 'é🙂', body, etag: '"é"' }])
    const key = { user: 'ann', class: 'notes', id: 'é🙂' } as const
    expect(await store.read(({ records }) => records.find(key))).toMatchObject({ body })
  })

  test('earlier bodies are known by their etags, until there are too many', async () => {
    await using opened = await open()
    const { store } = opened
    const key = { user: 'ann', class: 'contacts', id: 'a' } as const
    await store.transact(async ({ records }) => {
      for (let count = 0; count < 52; count += 1) {
        await records.keepVersion({ ...key, etag: `"${count}"`, body: `{"v":${count}}` })
      }
    })
    const bodyAt = (count: number) => store.read(({ records }) => records.bodyAt({ ...key, etag: `"${count}"` }))
    expect([await bodyAt(0), await bodyAt(1)]).toEqual([undefined, undefined])
    expect([await bodyAt(2), await bodyAt(51)]).toEqual(['{"v":2}', '{"v":51}'])
  })

  test('a part is read and replaced whole, and nothing beside it', async () => {
    await using opened = await open()
    const { store } = opened
    const kept = { user: 'ann', key: 'k', class: 'notes', fingerprint: 'f', answer: '{}' } as const
    await put(store, row('a'), row('b', { body: undefined }), row('c', { user: 'bob' }), row('d', { class: 'tasks' }))
    await store.transact(async ({ answers, records }) => {
      await answers.keep(kept)
      await records.keepVersion({ user: 'ann', class: 'notes', id: 'a', etag: '"a"', body: '{"v":"a"}' })
    })
    const part = { classes: ['notes', 'contacts'], users: ['ann'] } as const
    const before = await store.read(({ parts }) => parts.read(part))
    expect(before.rows.map(({ id }) => id)).toEqual(['a', 'b'])
    await put(store, row('a', { body: '{"v":"later"}', etag: '"later"' }), row('e'))
    await store.transact(({ parts }) => parts.replace(part, before))
    expect(await store.read(({ parts }) => parts.read(part))).toEqual(before)
    expect(await store.read(({ answers }) => answers.find('ann', 'k'))).toEqual(kept)
    expect(await idsOf(store)).toEqual(['d', 'a', 'b'])
    expect(await store.read(({ parts }) => parts.read({ classes: CLASSES, users: ['bob'] }))).toMatchObject({
      rows: [{ id: 'c' }],
    })
  })

  test('many rows are replaced at once, in their order', async () => {
    await using opened = await open()
    const { store } = opened
    const rows = Array.from({ length: 1_203 }, (_, count) => row(`n${count}`))
    const part = { classes: ['notes'] } as const
    await store.transact(({ parts }) => parts.replace(part, { rows, versions: [], answers: [] }))
    expect((await store.read(({ parts }) => parts.read(part))).rows).toEqual(rows)
    expect(await sequenceOf(store)).toBe(1_203)
    expect((await store.read(({ records }) => records.liveCounts())).notes).toBe(1_203)
  })

  test('accounts, tokens, closed classes and the epoch outlive a restart', async () => {
    await using opened = await open()
    const { store } = opened
    const epoch = await store.read(({ state }) => state.epoch())
    await store.transact(async ({ accounts, state }) => {
      await accounts.add({ user: 'ann', salt: 's', hash: 'h' })
      await accounts.addToken({ hash: 't', user: 'ann', device: 'd' })
      await state.close(['notes', 'photos'])
    })
    const again = await opened.reopen()
    expect(
      await again.read(async ({ accounts, state }) => ({
        all: await accounts.all(),
        user: await accounts.userOf('t'),
        nobody: await accounts.userOf('u'),
        closed: await state.closed(),
        epoch: await state.epoch(),
      })),
    ).toEqual({
      all: [{ user: 'ann', salt: 's', hash: 'h' }],
      user: 'ann',
      nobody: undefined,
      closed: ['notes', 'photos'],
      epoch,
    })
    const renewed = await again.transact(({ state }) => state.renewEpoch())
    expect(renewed).not.toBe(epoch)
    expect(await again.read(({ state }) => state.epoch())).toBe(renewed)
  })

  test('blobs are stored under their own digest only, whole, and once', async () => {
    await using opened = await open()
    const { blobs } = opened
    const bytes = Buffer.from(Uint8Array.from({ length: 200_000 }, (_, place) => place % 251))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    async function* halves() {
      yield bytes.subarray(0, 70_000)
      yield bytes.subarray(70_000)
    }
    expect(await blobs.has(sha256)).toBe(false)
    expect(await blobs.get(sha256)).toBeUndefined()
    expect(await blobs.put('0'.repeat(64), halves())).toBe('other digest')
    expect(await blobs.has('0'.repeat(64))).toBe(false)
    expect([await blobs.put(sha256, halves()), await blobs.put(sha256, halves())]).toEqual(['new', 'known'])
    expect(await blobs.has(sha256)).toBe(true)
    const found = await blobs.get(sha256)
    expect(found?.bytes).toBe(bytes.byteLength)
    expect(Buffer.from(await new Response(found?.stream ?? null).arrayBuffer()).equals(bytes)).toBe(true)
  })
}
