/**
 * The attendant: a small program beside a volume, on the engine's machine. It does there what the embedded runtime does
 * with a folder here, by the same code, so that a page is overwritten in the very file that a service has open.
 */

import { execFileSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Failure } from '../../../kernel/failure.ts'
import { Folder } from '../../folder.ts'
import { packed, unpacked, type Reply, type Request } from './protocol.ts'

const VOLUME = '/volume'
const folder = new Folder('volume', VOLUME)

async function carryOut({ wish, with: given }: Request): Promise<unknown> {
  const [first, second, third] = given.map(unpacked)
  const path = first as string
  switch (wish) {
    case 'list':
      return folder.list()
    case 'read':
      return folder.read(path, (second as number | null) ?? 0, (third as number | null) ?? undefined)
    case 'search':
      return folder.search(given[0] as readonly string[])
    case 'overwrite':
      return folder.overwrite(path, second as number, third as Uint8Array)
    case 'truncate':
      return folder.truncate(path, second as number)
    case 'write':
      return folder.write(path, second as Uint8Array, (third as number | null) ?? undefined)
    case 'delete':
      return folder.delete(path)
    case 'clear':
      return folder.clear()
    case 'fill':
      // Owners, modes and times too, which a database insists on.
      execFileSync('cp', ['-a', '/source/.', `${VOLUME}/`])
      return undefined
  }
}

function failureOf(thrown: unknown): NonNullable<Reply['failed']> {
  const because = thrown instanceof Error ? thrown.message : String(thrown)
  return thrown instanceof Failure ? { class: thrown.class, because } : { because }
}

process.stdout.write('attending\n')
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request
  const { number } = request
  const reply = await carryOut(request).then(
    (answer): Reply => ({ number, answer: packed(answer) }),
    (thrown: unknown): Reply => ({ number, failed: failureOf(thrown) }),
  )
  process.stdout.write(`${JSON.stringify(reply)}\n`)
}
