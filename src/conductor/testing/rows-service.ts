/**
 * A database of a few lines, for tests of failovers: changes of all users, in order, in one file. With `PRIMARY` it
 * follows another one, and takes no change until a file `promoted` lies in its folder. With `--sync`, a change is
 * answered once the follower has it. Once it holds `--many` changes it misbehaves: it ends at the next write or read
 * (`--ends-at=write`, `--ends-at=read`), or answers every write with 423 (`--locks`).
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

interface Change {
  readonly user: string
  readonly id: string
  /** Undefined deletes. */
  readonly body?: string
}

interface Answer {
  readonly status: number
  readonly content: unknown
}

const JSON_TYPE = { 'content-type': 'application/json' }
const FOLLOW_MS = 10
const CONFIRMED_MS = 200
const [folder = '', ...flags] = process.argv.slice(2)
const { PRIMARY } = process.env
const file = join(folder, 'changes.json')
const changes: Change[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Change[]) : []
/** How many changes the follower has said that it holds. */
let confirmed = 0
const waiting = new Map<number, () => void>()

const told = (flag: string) => flags.find((one) => one.startsWith(flag))?.slice(flag.length)
const many = Number(told('--many=') ?? Infinity)
const endsAt = told('--ends-at=')

const isFollower = (): boolean => PRIMARY !== undefined && !existsSync(join(folder, 'promoted'))

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, content }) => response.writeHead(status, JSON_TYPE).end(JSON.stringify(content)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`)
})

async function answer(request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://rows')
  if (pathname === '/health') return { status: 200, content: 'well' }
  if (pathname === '/changes') {
    confirmed = Number(searchParams.get('after'))
    for (const [known, confirm] of waiting) if (known <= confirmed) confirm()
    return { status: 200, content: changes.slice(confirmed) }
  }
  const user = String(request.headers['x-user'] ?? '')
  const isMany = changes.length >= many
  if (isMany && endsAt === (request.method === 'GET' ? 'read' : 'write')) throw new Error('a native module is missing')
  if (request.method === 'GET') return { status: 200, content: shown(user) }
  if (isMany && flags.includes('--locks')) return { status: 423, content: 'locked since the last crash' }
  if (isFollower()) return { status: 503, content: 'a standby takes no changes' }
  keep({ ...(JSON.parse(await text(request)) as Change), user })
  const isKnown = !flags.includes('--sync') || (await confirms(changes.length))
  return isKnown ? { status: 201, content: {} } : { status: 503, content: 'the standby has not confirmed it' }
}

function shown(user: string): readonly { readonly id: string; readonly body: string }[] {
  const rows = new Map<string, string | undefined>()
  for (const { id, body, user: owner } of changes) if (owner === user) rows.set(id, body)
  return [...rows].flatMap(([id, body]) => (body === undefined ? [] : [{ id, body }]))
}

function keep(...more: readonly Change[]): void {
  changes.push(...more)
  writeFileSync(file, JSON.stringify(changes))
}

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
    const answered = await fetch(`http://${PRIMARY}/changes?after=${changes.length}`)
    const more = (await answered.json()) as Change[]
    // A primary that was promoted past meanwhile has nothing to say any more.
    if (more.length > 0 && isFollower()) keep(...more)
  } catch {
    // Nobody answers: the next round asks again.
  }
  setTimeout(() => void follow(), FOLLOW_MS)
}
await follow()
