/** The client of our own specimen: REST with ETags, a change feed by cursor, and photos whose bytes travel apart. */

import {
  client,
  jsonOf,
  outcomeOf,
  Unreadable,
  type Account,
  type Change,
  type Door,
  type Outcome,
  type Row,
  type Send,
  type View,
} from '../clients/index.ts'
import { blobNameOf, PRESET_NAMES, decode, PRESET, type CollectionName } from '../records/index.ts'

interface Page {
  readonly kind: 'full' | 'delta'
  readonly rows: readonly {
    readonly class: string
    readonly id: string
    readonly etag?: string
    readonly body?: string
  }[]
  readonly cursor: string
  readonly more: boolean
  readonly closed: readonly string[]
}

/** Photos that are fetched at the same time. */
const PARALLEL = 4
const PAGE = 500

/**
 * How devices talk to the specimen, in all six collections.
 * @example
 * clients: { api: specimenClient(sync) }
 */
export const specimenClient = client({
  carries: PRESET_NAMES,

  connect: ({ send }, account) => {
    const authorised = signIn(send, account)
    return Promise.resolve({ push: (change) => push(authorised, change), pull: (cursor) => pull(authorised, cursor) })
  },

  door: (admin): Door => {
    const post = async (path: string, collections: readonly CollectionName[]) => {
      jsonOf(await admin('POST', path, { body: JSON.stringify({ classes: collections }), headers: json(adminToken()) }))
    }
    return {
      close: (collections) => post('/admin/close', collections),
      open: (collections) => post('/admin/open', collections),
      pass: { 'x-restore-pass': adminToken() },
    }
  },
})

/** The specimen's own default; a drill's service is reachable by this run only. */
export const adminToken = (): string => 'admin'

function json(token?: string): Record<string, string> {
  return { 'content-type': 'application/json', ...(token !== undefined && { 'x-admin-token': token }) }
}

/** Signs in when needed: a server that lost its accounts is joined anew, with the same user and password. */
function signIn(send: Send, account: Account): Send {
  let token: string | undefined
  return async (method, path, options) => {
    for (let renewed = false; ; renewed = true) {
      token ??= await tokenFor(send, account)
      const headers = { ...options?.headers, authorization: `Bearer ${token}` }
      const answer = await send(method, path, { ...options, headers })
      // A refused token proves that nothing was carried out, so sending once more is no hidden retry.
      if (answer.status !== 401 || renewed) return answer
      token = undefined
    }
  }
}

async function tokenFor(send: Send, { user, password }: Account): Promise<string> {
  const post = (path: string, body: object) => send('POST', path, { body: JSON.stringify(body), headers: json() })
  const login = { user, password: password.reveal(), device: 'syncdrill' }
  let answer = await post('/v1/devices', login)
  if (answer.status === 401) {
    await post('/v1/accounts', { user, password: password.reveal() })
    answer = await post('/v1/devices', login)
  }
  if (answer.status !== 201)
    throw new Unreadable(`expected a device token, got ${answer.status}: ${answer.text.slice(0, 200)}`)
  const { token } = membersOf(answer.text)
  if (typeof token !== 'string') throw new Unreadable(`expected a device token, got '${answer.text.slice(0, 100)}'`)
  return token
}

/** None, when the text is no JSON object: what answers may be anything. */
function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {}
  }
}

async function push(send: Send, change: Change): Promise<Outcome> {
  const { collection, id, as, body, blob, basedOn, key } = change
  if (body !== undefined && blob) {
    const uploaded = await upload(send, body, blob)
    if (uploaded) return uploaded
  }
  const path = `/v1/records/${collection}/${encodeURIComponent(id)}`
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, 'if-match': basedOn }
  const offered = as === 'offer' && basedOn === undefined
  if (body === undefined) {
    const answer = await send('DELETE', path, {
      headers: { ...headers, ...(offered && { 'x-accept-tombstone': '1' }) },
    })
    return outcomeOf(answer, { acked: [204], rejected: [404, 409, 410, 412, 422] })
  }
  const answer =
    as === 'new'
      ? await send('POST', `/v1/records/${collection}`, { body, headers })
      : await send('PUT', path, { body, headers: { ...headers, ...(offered && { 'if-none-match': '*' }) } })
  const rejected = [400, 404, 409, 410, 412, 413, 422]
  if (answer.status !== 200 && answer.status !== 201) return outcomeOf(answer, { acked: [], rejected })
  return { ...acknowledgement(answer.text, answer.header('etag')), status: answer.status }
}

/** The id is the service's; an acknowledgement that cannot be read proves nothing. */
function acknowledgement(text: string, etag: string | undefined): Outcome {
  const { id, etag: tag = etag, resolution } = membersOf(text)
  if (typeof id === 'string' && typeof tag === 'string') {
    // The tag of a merged row, or of a winner, is of content that the device has not seen.
    return resolution === 'merged' || resolution === 'superseded' ? { is: 'acked', id } : { is: 'acked', id, tag }
  }
  return { is: 'indeterminate', why: `success, but its answer cannot be read: '${text.slice(0, 100)}'` }
}

/** Undefined when the bytes are there. A refused upload refuses the whole change; nothing was recorded yet. */
async function upload(send: Send, body: string, blob: Uint8Array): Promise<Outcome | undefined> {
  const named = blobNameOf(decode(body)?.fields ?? {})
  if (!named) return undefined
  const headers = { 'content-type': named.type }
  const answer = await send('PUT', `/v1/blobs/${named.sha256}`, { body: blob, headers })
  if (answer.status === 200 || answer.status === 201) return undefined
  return outcomeOf(answer, { acked: [], rejected: [400, 413, 422] })
}

async function pull(send: Send, cursor: string | undefined): Promise<View> {
  const rows: Row[] = []
  let page: Page
  let since = cursor
  let kind: View['kind'] | undefined
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(since !== undefined && { since }) })
    page = pageOf(jsonOf(await send('GET', `/v1/changes?${query.toString()}`)))
    kind ??= page.kind
    // A server that is restored between two pages starts anew; what was read before is of another epoch.
    if (page.kind !== kind) throw new Unreadable(`the feed turned from ${kind} to ${page.kind} between two pages`)
    if (page.more && page.cursor === since) throw new Unreadable(`the feed says 'more' and stays at '${since}'`)
    rows.push(...page.rows.flatMap(toRow))
    since = page.cursor
  } while (page.more)
  return {
    kind,
    rows: await withBlobs(send, rows),
    cursor: page.cursor,
    unread: page.closed.filter((one) => PRESET.has(one)),
  }
}

/** A page of another shape is no page: half of a view must never pass for all of it. */
function pageOf(answer: unknown): Page {
  const page = answer as Partial<Page> | null
  const isPage =
    (page?.kind === 'full' || page?.kind === 'delta') &&
    typeof page.cursor === 'string' &&
    typeof page.more === 'boolean' &&
    Array.isArray(page.closed) &&
    Array.isArray(page.rows) &&
    page.rows.every((row: unknown) => isRow(row))
  if (!isPage) throw new Unreadable(`expected a page of changes, got '${JSON.stringify(answer).slice(0, 100)}'`)
  return page as Page
}

function isRow(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false
  const { class: its, id, etag, body } = row as Readonly<Record<string, unknown>>
  const isText = (member: unknown) => member === undefined || typeof member === 'string'
  return typeof its === 'string' && typeof id === 'string' && isText(etag) && isText(body)
}

function toRow({ class: collection, id, etag, body }: Page['rows'][number]): Row[] {
  if (!PRESET.has(collection)) return []
  return [{ id, collection, ...(body !== undefined && { body }), ...(etag !== undefined && { tag: etag }) }]
}

async function withBlobs(send: Send, rows: readonly Row[]): Promise<readonly Row[]> {
  const filled = [...rows]
  const photos = [...rows.entries()].filter(([, row]) => row.body !== undefined && row.collection === 'photos')
  const wanted = photos.values()
  const fetchAll = async () => {
    for (const [place, row] of wanted) {
      const blob = await download(send, row)
      if (blob) filled[place] = { ...row, blob }
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, fetchAll))
  return filled
}

/** Undefined when the service has no such bytes. Bytes of another digest are returned: the judge must see them. */
async function download(send: Send, row: Row): Promise<Uint8Array | undefined> {
  const named = blobNameOf(decode(row.body ?? '')?.fields ?? {})
  if (!named) return undefined
  const answer = await send('GET', `/v1/blobs/${named.sha256}`)
  if (answer.status === 404) return undefined
  if (answer.status !== 200) throw new Unreadable(`blob ${named.sha256}: expected status 200, got ${answer.status}`)
  return answer.bytes
}
