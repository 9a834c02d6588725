/**
 * Run as a process of its own: `node lifeline.contract.ts <label>` removes the containers with that label once its
 * stdin ends, which it does however whoever holds the other end comes to an end.
 */

import { once } from 'node:events'
import Docker from 'dockerode'

const [label = ''] = process.argv.slice(2)
// Without a value the filter would find the containers of every suite that runs.
if (!/^[\w.]+=\w+$/.test(label)) throw new TypeError(`expected a label and its value, got ${JSON.stringify(label)}`)

process.stdin.resume()
await once(process.stdin, 'close')
const docker = new Docker()
for (const { Id } of await docker.listContainers({ all: true, filters: { label: [label] } })) {
  await docker.getContainer(Id).remove({ force: true, v: true })
}
