/**
 * A stand-in for your service: a table of rows over HTTP. With `memory` in the place of a folder it keeps nothing. Once
 * the drill runs your own service, delete this file.
 */

import { createServer, type IncomingMessage } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const [folder = ''] = process.argv.slice(2)
const rows = new DatabaseSync(folder === 'memory' ? ':memory:' : `${folder}/rows.sqlite`)
rows.exec(`pragma synchronous = full;
  create table if not exists rows (user text, id text, kind text, body text, version integer, primary key (user, id))`)
const all = rows.prepare('select id, kind, body, version from rows where user = ?')
const one = rows.prepare('select version from rows where user = ? and id = ?')
const put = rows.prepare('insert or replace into rows values (?, ?, ?, ?, ?)')
const remove = rows.prepare('delete from rows where user = ? and id = ?')

async function answer(request: IncomingMessage): Promise<readonly [status: number, body: unknown]> {
  const { pathname } = new URL(request.url ?? '/', 'http://service')
  if (pathname === '/health') return [200, {}]
  const [, user = '', id = ''] = pathname.split('/').map(decodeURIComponent)
  if (request.method === 'GET') return [200, all.all(user)]
  const text = Buffer.concat(await request.toArray()).toString()
  const version = Number(one.get(user, id)?.['version'] ?? 0)
  const basedOn = request.headers['if-match']
  if (basedOn !== undefined && Number(basedOn) !== version) return [412, { version }]
  if (request.method === 'DELETE') {
    remove.run(user, id)
    return [200, { version: 0 }]
  }
  const { kind, body } = JSON.parse(text) as { readonly kind: string; readonly body: string }
  put.run(user, id, kind, body, version + 1)
  return [200, { version: version + 1 }]
}

const server = createServer((request, response) => {
  answer(request).then(
    ([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
    (error: Error) => response.writeHead(500).end(error.message),
  )
})
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.stdout.write(`listening on http://127.0.0.1:${address.port}\n`)
})
