/** A service of a few lines for the contract of faults: rows of each user in SQLite, in the folder that it is given. */

import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'

const folder = process.argv[2] ?? ''
const database = new DatabaseSync(join(folder, 'rows.sqlite'))
database.exec(`
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS rows (user TEXT, id TEXT, body TEXT, PRIMARY KEY (user, id));
`)
// Enough pages for a share of them to be hit.
const padding = database.prepare('INSERT OR IGNORE INTO rows VALUES (?, ?, ?)')
for (let row = 0; row < 300; row += 1) padding.run('nobody', `padding-${row}`, 'x'.repeat(400))
database.exec('PRAGMA wal_checkpoint(TRUNCATE)')

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})
const port = Number(process.env['PORT'] ?? 0)
server.listen(port, port === 0 ? '127.0.0.1' : '0.0.0.0', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`)
})
process.once('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
})

async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
  const user = String(request.headers['x-user'] ?? '')
  if (request.method === 'GET') {
    const rows = database.prepare('SELECT id, body FROM rows WHERE user = ? ORDER BY id').all(user)
    return { status: 200, body: JSON.stringify(rows) }
  }
  const { id, body } = JSON.parse(await text(request)) as { readonly id: string; readonly body: string }
  database.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)').run(user, id, body)
  return { status: 201, body: '{}' }
}
