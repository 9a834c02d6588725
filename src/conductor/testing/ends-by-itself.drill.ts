/** A service that ends, or falls silent, although nobody asked it to, with everything on its disk. */

import { breaks, drill, fails, passes } from '../../drill/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost, servicesStayUp } from '../../judge/promises/index.ts'
import { edgeRestore, replace, upgrade, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

const ends = fails(breaks(servicesStayUp, 'ended by itself'))

export default drill({
  title: 'It ends by itself',
  story:
    'A service ends on its first read, or on each 30th write; or it answers nothing, or no change, from its 30th on.',
  limits: { answer: '2s', quiesce: '6s' },

  arms: {
    'on a read': { wrong: '--ends-on-a-read', isReplaced: false, expect: ends },
    'on writes': { wrong: '--ends-on-writes', isReplaced: false, expect: ends },
    'on writes, and is replaced': { wrong: '--ends-on-writes', isReplaced: true, expect: ends },
    'on writes, and it should pass': { wrong: '--ends-on-writes', isReplaced: true, expect: passes },
    'no, an upgrade ends it for good': { wrong: '--starts-once', isReplaced: false, expect: passes },
    'no, it hangs': { wrong: '--hangs', isReplaced: false, expect: passes },
    'no, it hangs on writes': { wrong: '--hangs-on-writes', isReplaced: false, expect: passes },
  },

  site: rows,
  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ sync, phones, arm }) => ({
    before: [work({ edits: 20 })],
    disaster: [work({ edits: 16 }), arm.wrong === '--starts-once' && upgrade(sync, '2')],
    recovery: [arm.isReplaced && replace(sync), arm.wrong === '--hangs' && edgeRestore(phones), work({ edits: 2 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
