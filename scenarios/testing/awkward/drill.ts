/** A drill to be killed in: small, with a copy, a clean room, and a neighbour that is hard to end and stands still. */

import { fileURLToPath, pathToFileURL } from 'node:url'
import { devices, drill, inject, passes, service, site, takeBackup, volume, work } from 'syncdrill'
import { pauseService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { specimen, specimenBackup, specimenClient } from 'syncdrill/specimen'
import { held } from '../holding.ts'

const SERVICE = new URL('service.ts', import.meta.url)

function awkward() {
  const image = {
    image: 'syncdrill/test-awkward:1',
    build: {
      context: new URL('image/', import.meta.url),
      with: { node: pathToFileURL(process.execPath), 'service.ts': SERVICE },
    },
  }
  return service({
    versions: { '1': { command: ['node', fileURLToPath(SERVICE)], ...image } },
    start: '1',
    ready: { http: '/' },
  })
}

export default drill({
  title: 'Hard to end',
  story: 'A neighbour of the service stands still, and would not end if it were asked to.',

  arms: { only: { expect: passes } },

  site: () => {
    const [disk, vault] = [volume(), volume()]
    const sync = specimen({ data: disk })
    return site({
      volumes: { disk, vault },
      services: { sync, neighbour: awkward() },
      backups: { copy: specimenBackup({ from: sync, to: vault }) },
      clients: { api: specimenClient(sync) },
    })
  },
  fleet: () => ({ phones: devices({ accounts: 1, memory: 'durable' }) }),

  steps: ({ copy, neighbour }) => ({
    before: [work({ edits: 8 }), takeBackup(copy)],
    disaster: [inject(pauseService(neighbour)), work({ edits: 4 })],
    recovery: [work({ edits: 4 }), held('recovery')],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
