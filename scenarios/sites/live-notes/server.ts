/**
 * A small sync service over one WebSocket for each device: questions and answers are messages of JSON, with the number
 * of the question in both. Notes are in SQLite.
 *
 *   node server.ts <folder> [--forgets-keys]
 */

import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { WebSocketServer } from 'ws'

/** What a device asks: everything, or a change, on the version that it has seen. */
export interface Question {
  readonly ask: number
  readonly put?: {
    /** Left out of a new note, which gets one. */
    readonly id?: string
    /** Left out, the note is deleted. */
    readonly body?: string
    readonly on?: string
    readonly key: string
  }
}

export interface Answer {
  readonly answer: number
  readonly rows?: readonly { readonly id: string; readonly body: string; readonly tag: string }[]
  readonly done?: Done
  readonly refused?: string
}

interface Done {
  readonly id: string
  readonly tag: string
}

const [folder = '.', ...flags] = process.argv.slice(2)
const forgetsKeys = flags.includes('--forgets-keys')
const database = new DatabaseSync(join(folder, 'notes.sqlite'))
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS notes (user TEXT, id TEXT, body TEXT, tag TEXT, PRIMARY KEY (user, id));
  CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT, key TEXT, id TEXT, tag TEXT);
`)

const all = database.prepare('SELECT id, body, tag FROM notes WHERE user = ? ORDER BY id')
const one = database.prepare('SELECT tag FROM notes WHERE user = ? AND id = ?')
const known = database.prepare('SELECT id, tag FROM changes WHERE user = ? AND key = ?')
const begun = database.prepare('INSERT INTO changes (user, key) VALUES (?, ?)')
const ended = database.prepare('UPDATE changes SET id = ?, tag = ? WHERE number = ?')
const written = database.prepare('INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)')
const deleted = database.prepare('DELETE FROM notes WHERE user = ? AND id = ?')

function answerTo(user: string, { ask, put }: Question): Answer {
  if (!put) return { answer: ask, rows: all.all(user) as unknown as NonNullable<Answer['rows']> }
  database.exec('BEGIN IMMEDIATE')
  try {
    const answer = change(user, put)
    database.exec('COMMIT')
    return { answer: ask, ...answer }
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function change(user: string, { id: given, body, on, key }: NonNullable<Question['put']>): Omit<Answer, 'answer'> {
  const before = forgetsKeys ? undefined : (known.get(user, key) as unknown as Done | undefined)
  if (before) return { done: before }
  const there = given === undefined ? undefined : one.get(user, given)
  if (given !== undefined && on !== undefined && there?.['tag'] !== on) return { refused: 'another version is there' }
  const number = begun.run(user, key).lastInsertRowid
  const [id, tag] = [given ?? `note-${number}`, String(number)]
  if (body === undefined) deleted.run(user, id)
  else written.run(user, id, body, tag)
  ended.run(id, tag, number)
  return { done: { id, tag } }
}

const http = createServer((_, response) => response.end('notes live here\n'))
const server = new WebSocketServer({ server: http, path: '/live' })
server.on('connection', (socket, request) => {
  const user = new URL(request.url ?? '/', 'http://here').searchParams.get('user') ?? ''
  socket.on('error', () => socket.terminate())
  socket.on('message', (message: Buffer) => {
    socket.send(JSON.stringify(answerTo(user, JSON.parse(message.toString()) as Question)))
  })
})

const port = Number(process.env['PORT'] ?? 0)
http.listen(port, port === 0 ? '127.0.0.1' : '0.0.0.0', () => {
  const address = http.address()
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => process.exit(0))
