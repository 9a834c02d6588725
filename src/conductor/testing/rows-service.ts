/**
 * A small sync service of real processes and files, for tests of conductors: changes of all users, one a line, in one
 * file that is synced before anything is answered. It lists everything, page by page, or what changed since a cursor.
 * With `PRIMARY` it follows another one, and takes no change until a file `promoted` lies in its folder. With `--sync`,
 * a change is answered once the follower has it. What it does wrong is switched on by arguments: `misbehaviour.ts`.
 */

import { createServer, type IncomingMessage } from 'node:http'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Change, Row } from './change.ts'
import { Changes } from './changes.ts'
import { Misbehaviour } from './misbehaviour.ts'

interface Answer {
  readonly status: number
  readonly content: unknown
}

const JSON_TYPE = { 'content-type': 'application/json' }
const FOLLOW_MS = 10
const CONFIRMED_MS = 200
const PAGE = 8
const [folder = '', ...flags] = process.argv.slice(2)
const { PRIMARY } = process.env
const wrong = new Misbehaviour(folder, flags)
const changes = new Changes(folder, wrong)
/** A cursor is of one process: another one is asked for everything. */
const epoch = `${process.pid}`
/** How many changes the follower has said that it holds. */
let confirmed = 0
const waiting = new Map<number, () => void>()

/** With `--accounts`, whoever has none is not let in: a file by his name. */
const isStranger = (user: string): boolean =>
  flags.includes('--accounts') && !existsSync(join(folder, 'accounts', user))

const isFollower = (): boolean => PRIMARY !== undefined && !existsSync(join(folder, 'promoted'))

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, content }) => response.writeHead(status, JSON_TYPE).end(JSON.stringify(content)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`)
})
process.on('SIGTERM', () => {
  wrong.stops()
  process.exit(0)
})

async function answer(request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://rows')
  if (pathname === '/health') return { status: 200, content: 'well' }
  if (pathname === '/build') return { status: 200, content: 'rows 1' }
  if (pathname === '/changes') {
    confirmed = Number(searchParams.get('after'))
    for (const [known, confirm] of waiting) if (known <= confirmed) confirm()
    return { status: 200, content: changes.all.slice(confirmed) }
  }
  if (wrong.hangs(request.method ?? '', changes.all.length)) return new Promise<never>(() => undefined)
  const user = String(request.headers['x-user'] ?? '')
  if (isStranger(user)) return { status: 401, content: 'who is that?' }
  if (request.method === 'GET' && wrong.isWarmingUp()) return { status: 503, content: 'not yet' }
  if (request.method === 'GET') return { status: 200, content: listed(user, searchParams.get('since') ?? '') }
  if (isFollower()) return { status: 503, content: 'a standby takes no changes' }
  const change = JSON.parse(await text(request)) as Omit<Change, 'user'>
  const refusal = wrong.refuses(changes.all.length)
  if (refusal !== undefined) return { status: refusal, content: 'not now' }
  changes.keep({ ...change, user })
  const isKnown = !flags.includes('--sync') || (await confirms(changes.all.length))
  return isKnown ? { status: 201, content: {} } : { status: 503, content: 'the standby has not confirmed it' }
}

/** A page of what changed since; of everything, without what was deleted, where the cursor is of another process. */
function listed(user: string, since: string) {
  const [known, number = ''] = since.split('.')
  const kind = known === epoch ? 'delta' : 'full'
  const from = kind === 'delta' ? Number(number) : 0
  const rows = wrong.shows(changes.since(user, from), changes, { user, isFull: kind === 'full' })
  const page = rows.slice(0, PAGE)
  const upTo = page.length < rows.length ? (page.at(-1)?.at ?? 0) : changes.all.length
  const shown = page.filter(({ body }) => kind === 'delta' || body !== undefined).map(withTag)
  return { kind, rows: shown, cursor: `${epoch}.${upTo}`, more: page.length < rows.length }
}

const withTag = ({ at, ...row }: Row) => ({ ...row, tag: `${at}` })

async function confirms(known: number): Promise<boolean> {
  if (confirmed >= known) return true
  const { promise, resolve } = Promise.withResolvers<boolean>()
  waiting.set(known, () => resolve(true))
  const late = setTimeout(() => resolve(false), CONFIRMED_MS)
  const came = await promise
  clearTimeout(late)
  return came
}

/** Asks again and again, as followers do: what it asks after is what it holds. */
async function follow(): Promise<void> {
  if (!isFollower()) return
  try {
    const answered = await fetch(`http://${PRIMARY}/changes?after=${changes.all.length}`)
    const more = (await answered.json()) as Change[]
    // A primary that was promoted past meanwhile has nothing to say any more.
    if (more.length > 0 && isFollower()) changes.keep(...more)
  } catch {
    // Nobody answers: the next round asks again.
  }
  setTimeout(() => void follow(), FOLLOW_MS)
}
await follow()
