/** A service that breaks down by itself, or that takes no more writes, once it holds so many changes. */

import { drill, passes } from '../../drill/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

export default drill({
  title: 'A fragile service',
  story: 'It ends by itself, or refuses every write, while people go on.',

  arms: {
    'ends at the first read': { wrong: '--ends-on-a-read', expect: passes },
    'ends at a write': { wrong: '--ends-on-writes', expect: passes },
    'ends at each read': { wrong: '--ends-on-reads', expect: passes },
    'is locked': { wrong: '--fills-up', expect: passes },
  },

  site: rows,
  fleet: () => ({ phones: devices({ accounts: 3, perAccount: 1, memory: 'durable' }) }),
  steps: () => ({ before: [work({ edits: 20 })], disaster: [work({ edits: 20 })] }),
  promises: [nothingAcknowledgedIsLost()],
})
