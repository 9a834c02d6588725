/** A service that lets in those whom somebody has made an account, and an adapter that makes them. */

import { client, type Adapter } from '../../../clients/index.ts'
import { drill, passes } from '../../../drill/index.ts'
import { devices } from '../../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../../judge/promises/index.ts'
import { service, site, volume } from '../../../site/index.ts'
import { takeBackup, work } from '../../../steps/index.ts'
import { rowsBackup } from '../rows-backup.ts'
import { rowsClient } from '../rows-client.ts'
import { ROWS } from '../rows-site.ts'

type MakeAccounts = NonNullable<Adapter['definition']['accounts']>

const MADE: Readonly<Record<string, MakeAccounts | undefined>> = {
  'at all': async ({ run }, accounts) => {
    for (const { user } of accounts)
      await run(['sh', '-euc', 'mkdir -p /data/accounts; touch "/data/accounts/$1"', 'make', user])
  },
  'by nobody': undefined,
  'with a mistake': () => Promise.resolve((undefined as unknown as { readonly name: string }).name),
  'by a command that fails': ({ run }) => run(['sh', '-c', 'echo no room for more; exit 3']),
}

export default drill({
  title: 'Accounts',
  story: 'Accounts are made before anybody signs in, and again where a copy is read.',
  limits: { quiesce: '20s' },

  arms: {
    made: { made: 'at all', expect: passes },
    'not made': { made: 'by nobody', expect: passes },
    'a mistake': { made: 'with a mistake', expect: passes },
    'a command that fails': { made: 'by a command that fails', expect: passes },
  },

  site: ({ made }) => {
    const [disk, shelf] = [volume(), volume()]
    const sync = service({
      versions: { '1': { command: ['node', ROWS, '/data', '--accounts'] } },
      start: '1',
      data: { '/data': disk },
      ready: { http: '/health' },
    })
    const { definition } = rowsClient()(sync)
    const accounts = MADE[made]
    const rows = client({ ...definition, ...(accounts && { accounts }) })
    const ours = rowsBackup(sync, disk, shelf)
    return site({ volumes: { disk, shelf }, services: { sync }, clients: { api: rows(sync) }, backups: { ours } })
  },
  fleet: () => ({ phones: devices({ accounts: 2, memory: 'durable' }) }),
  steps: ({ ours }) => ({ before: [work({ edits: 12 }), takeBackup(ours)], disaster: [work({ edits: 4 })] }),

  promises: [nothingAcknowledgedIsLost()],
})
