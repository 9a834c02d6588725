/** Everybody says too much: a service, an adapter and a command of a runbook. */

import { fileURLToPath } from 'node:url'
import { rowsClient } from '../../../conductor/testing/rows-client.ts'
import { client, type Adapter } from '../../../clients/index.ts'
import { drill, passes } from '../../../drill/index.ts'
import { killService } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { service, site, volume, type Remote } from '../../../site/index.ts'
import { inject, run, work } from '../../../steps/index.ts'
import { SECRETS } from './secrets.ts'

const SERVICE = fileURLToPath(new URL('./service.ts', import.meta.url))
const { API_TOKEN, DATABASE_PASSWORD, ADA } = SECRETS

/** Signs in with each request; the first change of each session fails, in words that hold the password. */
const talkative = (to: Remote): Adapter =>
  client({
    carries: ['contacts', 'notes'],
    policies: { contacts: 'lww', notes: 'lww' },
    async connect(link, account) {
      const { user, password } = account
      const authorization = `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`
      const send: typeof link.send = (method, path, options) =>
        link.send(method, path, { ...options, headers: { ...options?.headers, authorization } })
      const session = await rowsClient()(to).definition.connect(
        Object.assign(send.bind(undefined), { ...link, send }),
        account,
      )
      let isFirst = true
      return {
        pull: (cursor) => session.pull(cursor),
        async push(change) {
          if (!isFirst) return session.push(change)
          isFirst = false
          throw new Error(`no route for ${user} with ${password.reveal()}, that is ${authorization}`)
        },
      }
    },
  })(to)

function leaky() {
  const disk = volume()
  const sync = service({
    versions: { '1': { command: ['node', SERVICE, '/data', 'nothing'] } },
    start: '1',
    data: { '/data': disk },
    ready: { http: '/health' },
    env: () => ({ API_TOKEN, DATABASE_URL: `postgres://sync:${DATABASE_PASSWORD}@db/sync` }),
  })
  return site({ volumes: { disk }, services: { sync }, clients: { api: talkative(sync) } })
}

export default drill({
  title: 'Leaks',
  story: 'A service, an adapter and a command say what nobody should read.',
  arms: { 'says too much': { expect: passes } },
  site: leaky,
  fleet: () => ({
    phones: devices({ accounts: 1, memory: 'durable' }),
    own: devices({ accounts: [{ user: 'ada', password: ADA }], memory: 'durable' }),
  }),
  steps: ({ sync }) => ({
    before: [work({ edits: 12 })],
    disaster: [
      run(['node', '-e', 'console.log(process.env.LEAK_TOKEN); process.exit(3)'], { mayFail: true }),
      inject(killService(sync)),
      work({ edits: 6 }),
    ],
  }),
  promises: [nothingAcknowledgedIsLost()],
})
