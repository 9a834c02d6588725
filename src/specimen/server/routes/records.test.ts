import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newFolder, PASS, Server, sha256Of, type Device } from '../testing/server.ts'

const folder = newFolder()
let server: Server
let device: Device

beforeAll(async () => {
  server = await Server.start(folder.path)
  device = await server.signIn()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const read = async (recordClass: string, id: string) =>
  (await device.send('GET', `/v1/records/${recordClass}/${id}`)).text

describe('who is asking', () => {
  test('without a valid token nothing is answered', async () => {
    const answer = await server.send('GET', '/v1/changes')
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([401, { type: 'token' }])
    expect((await server.send('GET', '/v1/export', undefined, { authorization: 'Bearer x' })).status).toBe(401)
    expect((await server.admin('GET', '/admin/backups?to=nowhere')).status).toBe(404)
    expect((await server.send('GET', '/admin/backups?to=nowhere')).status).toBe(401)
  })

  test('an account is opened once, and a wrong password opens nothing', async () => {
    const { user } = device
    const again = JSON.stringify({ user, password: 'other' })
    expect((await server.send('POST', '/v1/accounts', again)).status).toBe(409)
    const login = JSON.stringify({ user, password: 'other', device: 'd' })
    expect((await server.send('POST', '/v1/devices', login)).status).toBe(401)
  })

  test('accounts are apart', async () => {
    const { id, etag } = await device.create('notes', '{"mine":1}')
    const other = await server.signIn()
    expect((await other.pull()).rows).toEqual([])
    expect((await other.put('notes', id, etag, '{}')).status).toBe(404)
    expect((await other.send('GET', `/v1/records/notes/${id}`)).status).toBe(404)
  })
})

describe('bodies', () => {
  test('are kept byte for byte', async () => {
    const body = '{ "b":1,\n"a": 1.0, "n": 12345678901234567890, "t":"caf\\u0065\u0301 \\ud800 </script>", "b":2 }'
    const { id } = await device.create('tasks', body)
    expect(await read('tasks', id)).toBe(body)
    expect((await device.pull()).rows.find((row) => row.id === id)?.body).toBe(body)
    expect(JSON.parse((await device.send('GET', '/v1/export')).text)).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ id, body })]),
    })
  })

  test.each(['', '[1]', 'null', '{"a":', '"text"'])('%s is refused', async (body) => {
    expect((await device.send('POST', '/v1/records/notes', body)).status).toBe(400)
  })

  test('what is no UTF-8, too large, or a score without a number is refused', async () => {
    expect((await device.send('POST', '/v1/records/notes', Uint8Array.from([0x7b, 0xff, 0x7d]))).status).toBe(400)
    expect((await device.send('POST', '/v1/records/notes', `{"a":"${'x'.repeat(1_048_576)}"}`)).status).toBe(413)
    expect((await device.send('POST', '/v1/records/scores', '{"score":"9"}')).status).toBe(400)
    expect((await device.send('POST', '/v1/records/diaries', '{}')).status).toBe(400)
  })
})

describe('a stale update is resolved by the class', () => {
  const conflict = async (recordClass: string, bodies: readonly [string, string, string]) => {
    const created = await device.create(recordClass, bodies[0])
    await device.update(recordClass, created.id, created.etag, bodies[1])
    const answer = await device.update(recordClass, created.id, created.etag, bodies[2])
    return { created, answer, first: await read(recordClass, created.id), named: await read(recordClass, answer.id) }
  }

  test('contacts are merged', async () => {
    const { created, answer, first } = await conflict('contacts', ['{"a":1,"b":1}', '{"a":2,"b":1}', '{"a":1,"b":3}'])
    expect([answer.id, answer.resolution, first]).toEqual([created.id, 'merged', '{"a":2,"b":3}'])
  })

  test.each(['calendar', 'tasks'])('%s: the last writer wins', async (recordClass) => {
    const { created, answer, first } = await conflict(recordClass, ['{"v":1}', '{"v":2}', '{"v":3}'])
    expect([answer.id, answer.resolution, first]).toEqual([created.id, 'applied', '{"v":3}'])
  })

  test.each(['notes', 'photos'])('%s: both are kept', async (recordClass) => {
    const { created, answer, first, named } = await conflict(recordClass, ['{"v":1}', '{"v":2}', '{"v":3}'])
    expect(answer.id).not.toBe(created.id)
    expect([answer.resolution, first, named]).toEqual(['kept both', '{"v":2}', '{"v":3}'])
  })

  test('scores: the highest stays', async () => {
    const low = await conflict('scores', ['{"score":1}', '{"score":9}', '{"score":5}'])
    expect([low.answer.resolution, low.first]).toEqual(['superseded', '{"score":9}'])
    const high = await conflict('scores', ['{"score":1}', '{"score":5}', '{"score":9}'])
    expect([high.answer.resolution, high.first]).toEqual(['applied', '{"score":9}'])
  })
})

describe('deleting', () => {
  test.each([
    ['contacts', 200],
    ['calendar', 200],
    ['notes', 200],
    ['tasks', 410],
    ['photos', 200],
    ['scores', 200],
  ])('a late update of deleted %s is answered %i', async (recordClass, status) => {
    const { id, etag } = await device.create(recordClass, '{"score":1}')
    expect((await device.remove(recordClass, id, etag)).status).toBe(204)
    expect((await device.put(recordClass, id, etag, '{"score":0}')).status).toBe(status)
    const found = await device.send('GET', `/v1/records/${recordClass}/${id}`)
    expect([found.status, status === 200 ? found.text : '']).toEqual([status, status === 200 ? '{"score":0}' : ''])
  })

  test('only what was seen is deleted, once', async () => {
    const { id, etag } = await device.create('tasks', '{}')
    const { etag: newer } = await device.update('tasks', id, etag, '{"v":2}')
    expect((await device.remove('tasks', id, etag)).status).toBe(412)
    expect((await device.send('DELETE', `/v1/records/tasks/${id}`)).status).toBe(428)
    expect((await device.remove('tasks', id, newer)).status).toBe(204)
    expect((await device.remove('tasks', id, newer)).status).toBe(410)
    expect((await device.remove('tasks', 'nobody', newer)).status).toBe(404)
  })
})

describe('offers under an old id', () => {
  const offer = (id: string, body: string) =>
    device.send('PUT', `/v1/records/notes/${id}`, body, { 'if-none-match': '*' })

  test('are taken when the id is not known, and only then', async () => {
    expect((await offer('old-1', '{"v":1}')).status).toBe(201)
    expect((await offer('old-1', '{"v":2}')).status).toBe(412)
    expect(await read('notes', 'old-1')).toBe('{"v":1}')
  })

  test('a tombstone is taken too, and stands against a later offer', async () => {
    const bury = () => device.send('DELETE', '/v1/records/notes/old-2', undefined, { 'x-accept-tombstone': '1' })
    expect((await bury()).status).toBe(204)
    expect((await bury()).status).toBe(410)
    expect((await offer('old-2', '{}')).status).toBe(410)
    expect(
      (await device.send('DELETE', '/v1/records/notes/old-1', undefined, { 'x-accept-tombstone': '1' })).status,
    ).toBe(412)
  })
})

describe('blobs', () => {
  const bytes = new Uint8Array(3_000_000).map((_, place) => place % 251)

  test('come back as they were', async () => {
    const { sha256 } = await device.photo(bytes)
    const answer = await device.send('GET', `/v1/blobs/${sha256}`)
    expect([answer.status, sha256Of(answer.bytes)]).toEqual([200, sha256])
  })

  test('are stored only under their own digest, and only up to 8 MiB', async () => {
    const wrong = sha256Of(Uint8Array.of(1))
    expect((await device.send('PUT', `/v1/blobs/${wrong}`, bytes)).status).toBe(422)
    expect((await device.send('GET', `/v1/blobs/${wrong}`)).status).toBe(404)
    const large = new Uint8Array(8 * 1_048_576 + 1_025)
    expect((await device.send('PUT', `/v1/blobs/${sha256Of(large)}`, large)).status).toBe(413)
  })

  test('come before the photo that names them', async () => {
    const blob = { sha256: sha256Of(Uint8Array.of(2)), bytes: 1, type: 'image/jpeg' }
    const answer = await device.send('POST', '/v1/records/photos', JSON.stringify({ blob }))
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([409, { type: 'blob' }])
  })
})

test('a batch carries out what it can', async () => {
  const { id, etag } = await device.create('tasks', '{"v":1}')
  const operations = [
    { method: 'POST', class: 'notes', body: '{ "a":1}' },
    { method: 'PUT', class: 'tasks', id: 'nobody', ifMatch: etag, body: '{}' },
    { method: 'PUT', class: 'tasks', id, ifMatch: etag, body: '{"v":2}', key: 'b1' },
    { method: 'PUT', class: 'tasks', id, ifMatch: etag, body: '{"v":2}', key: 'b1' },
    { method: 'DELETE', class: 'tasks', id, ifMatch: etag },
  ]
  const { text } = await device.send('POST', '/v1/batch', JSON.stringify({ operations }))
  expect(JSON.parse(text)).toMatchObject({
    results: [
      { status: 201 },
      { status: 404 },
      { status: 200 },
      { status: 200, resolution: 'applied' },
      { status: 412 },
    ],
  })
  const single = await device.send('PUT', `/v1/records/tasks/${id}`, '{"v":2}', {
    'if-match': etag,
    'idempotency-key': 'b1',
  })
  expect(single.headers.get('idempotent-replayed')).toBe('true')
})

test('a closed class is closed to everybody but a restore', async () => {
  const { id, etag } = await device.create('photos', '{}')
  await server.admin('POST', '/admin/close', { classes: ['photos'] })
  const answers = await Promise.all([
    device.send('POST', '/v1/records/photos', '{}'),
    device.put('photos', id, etag, '{}'),
    device.remove('photos', id, etag),
    device.send('GET', `/v1/records/photos/${id}`),
    device.send('PUT', `/v1/blobs/${sha256Of(Uint8Array.of(3))}`, Uint8Array.of(3)),
    device.send('GET', `/v1/blobs/${sha256Of(Uint8Array.of(3))}`),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503))
  expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(answers.map(() => '1'))
  expect((await device.send('GET', `/v1/records/photos/${id}`, undefined, PASS)).status).toBe(200)
  expect((await device.send('POST', '/v1/records/notes', '{}')).status).toBe(201)
  await server.admin('POST', '/admin/open', { classes: ['photos'] })
  expect((await device.send('GET', `/v1/records/photos/${id}`)).status).toBe(200)
})

test('the OpenAPI document names each route', async () => {
  const { paths } = JSON.parse((await server.send('GET', '/openapi.json')).text) as { paths: object }
  expect(Object.keys(paths).toSorted()).toEqual([
    '/admin/backups',
    '/admin/backups/{copy}/verify',
    '/admin/close',
    '/admin/open',
    '/admin/restore',
    '/health',
    '/status',
    '/v1/accounts',
    '/v1/batch',
    '/v1/blobs/{sha256}',
    '/v1/changes',
    '/v1/devices',
    '/v1/export',
    '/v1/records/{class}',
    '/v1/records/{class}/{id}',
    '/version',
  ])
})
