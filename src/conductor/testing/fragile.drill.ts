/** A service that breaks down by itself, or that takes no more writes, once it holds so many changes. */

import { drill, passes } from '../../drill/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { site } from '../../site/index.ts'
import { work } from '../../steps/index.ts'
import { rowsAlone, talk } from './pair.ts'

export default drill({
  title: 'A fragile service',
  story: 'It ends by itself, or refuses every write, while people go on.',

  arms: {
    'ends at the first read': { flags: ['--many=0', '--ends-at=read'], expect: passes },
    'ends at a write': { flags: ['--many=30', '--ends-at=write'], expect: passes },
    'ends at each read': { flags: ['--many=30', '--ends-at=read'], expect: passes },
    'is locked': { flags: ['--many=30', '--locks'], expect: passes },
  },

  site: ({ flags }) => {
    const { service: sync, volume: disk } = rowsAlone(flags)
    return site({ volumes: { disk }, services: { sync }, clients: { notes: talk(sync) } })
  },
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 1, memory: 'durable' }) }),
  steps: () => ({ before: [work({ edits: 20 })], disaster: [work({ edits: 20 })] }),
  promises: [nothingAcknowledgedIsLost()],
})
