/** The service as a child process for tests, with a device that is signed in to it. */

import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

const LISTENING = 'listening on '
const ADMIN = { 'x-admin-token': 'admin' }
export const PASS = { 'x-restore-pass': 'admin' }

export interface Reply {
  readonly status: number
  readonly text: string
  readonly bytes: Uint8Array
  readonly headers: Headers
}

/** Where a service keeps its data: the path of a folder, or the URL of a database. */
export interface Place extends Disposable {
  readonly path: string
}

/** A folder of its own, removed at the end. */
export function newFolder(): Place {
  const path = mkdtempSync(join(tmpdir(), 'specimen-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

export class Server implements AsyncDisposable {
  readonly process: ChildProcess
  /** The folder or the URL that it was started on. */
  readonly store: string
  readonly address: string
  readonly logged: readonly string[]

  private constructor(process: ChildProcess, store: string, address: string, logged: readonly string[]) {
    this.process = process
    this.store = store
    this.address = address
    this.logged = logged
  }

  static async start(store: string, ...flags: string[]): Promise<Server> {
    const child = runServer(store, ...flags)
    const lines: string[] = []
    const output = createInterface({ input: child.stdout })
    const address = await new Promise<string>((resolve, reject) => {
      output.on('line', (line) => {
        if (line.startsWith(LISTENING)) resolve(line.slice(LISTENING.length))
        else lines.push(line)
      })
      child.once('exit', (code) => reject(new Error(`the service ended with ${String(code)} before it listened`)))
    })
    return new Server(child, store, address, lines)
  }

  async send(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: object = {},
  ): Promise<Reply> {
    const answer = await fetch(this.address + path, {
      method,
      body: body ?? null,
      headers: { 'content-type': 'application/json', ...headers },
    })
    const bytes = await answer.bytes()
    return { status: answer.status, bytes, text: Buffer.from(bytes).toString(), headers: answer.headers }
  }

  admin(method: string, path: string, body?: object): Promise<Reply> {
    return this.send(method, path, body && JSON.stringify(body), ADMIN)
  }

  /** A new account with one device, or a further device of an account. */
  async signIn(user: string = randomUUID()): Promise<Device> {
    const login = { user, password: 'open sesame' }
    await this.send('POST', '/v1/accounts', JSON.stringify(login))
    const { text } = await this.send('POST', '/v1/devices', JSON.stringify({ ...login, device: 'test' }))
    return new Device(this, user, z.object({ token: z.string() }).parse(JSON.parse(text)).token)
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit')
      this.process.kill(signal)
      await ended
    }
    return this.process.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL')
  }
}

/** `store` is a folder, or the URL of a PostgreSQL database. */
export function runServer(store: string, ...flags: string[]) {
  const place = store.startsWith('postgres:') ? '--store' : '--data'
  return spawn(process.execPath, [MAIN, place, store, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
}

const Written = z.object({ id: z.string(), etag: z.string(), resolution: z.string().optional() })
export type Written = z.infer<typeof Written>

const Row = z.object({
  class: z.string(),
  id: z.string(),
  etag: z.string(),
  body: z.string().optional(),
  deleted: z.boolean().optional(),
})
const Page = z.object({
  kind: z.string(),
  rows: z.array(Row),
  cursor: z.string(),
  more: z.boolean(),
  closed: z.array(z.string()),
})
export type Page = z.infer<typeof Page>

export class Device {
  readonly user: string
  readonly #server: Server
  readonly #token: string

  constructor(server: Server, user: string, token: string) {
    this.#server = server
    this.user = user
    this.#token = token
  }

  send(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers: object = {}): Promise<Reply> {
    return this.#server.send(method, path, body, { authorization: `Bearer ${this.#token}`, ...headers })
  }

  async create(recordClass: string, body: string, headers: object = {}): Promise<Written> {
    const { status, text } = await this.send('POST', `/v1/records/${recordClass}`, body, headers)
    if (status !== 201) throw new Error(`${status}: ${text}`)
    return Written.parse(JSON.parse(text))
  }

  put(recordClass: string, id: string, etag: string, body: string): Promise<Reply> {
    return this.send('PUT', `/v1/records/${recordClass}/${id}`, body, { 'if-match': etag })
  }

  async update(recordClass: string, id: string, etag: string, body: string): Promise<Written> {
    const { status, text } = await this.put(recordClass, id, etag, body)
    if (status !== 200) throw new Error(`${status}: ${text}`)
    return Written.parse(JSON.parse(text))
  }

  remove(recordClass: string, id: string, etag: string): Promise<Reply> {
    return this.send('DELETE', `/v1/records/${recordClass}/${id}`, undefined, { 'if-match': etag })
  }

  async photo(bytes: Uint8Array<ArrayBuffer>, caption = ''): Promise<Written & { readonly sha256: string }> {
    const sha256 = sha256Of(bytes)
    await this.send('PUT', `/v1/blobs/${sha256}`, bytes)
    const body = JSON.stringify({ caption, blob: { sha256, bytes: bytes.byteLength, type: 'image/jpeg' } })
    return { ...(await this.create('photos', body)), sha256 }
  }

  async page(query: { since?: string; limit?: string } = {}, headers: object = {}): Promise<Page> {
    const { status, text } = await this.send(
      'GET',
      `/v1/changes?${new URLSearchParams(query).toString()}`,
      undefined,
      headers,
    )
    if (status !== 200) throw new Error(`${status}: ${text}`)
    return Page.parse(JSON.parse(text))
  }

  /** All pages as one. */
  async pull(since?: string, limit = '1000'): Promise<Page> {
    let page = await this.page({ limit, ...(since !== undefined && { since }) })
    const rows = [...page.rows]
    while (page.more) {
      page = await this.page({ limit, since: page.cursor })
      rows.push(...page.rows)
    }
    return { ...page, rows }
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
