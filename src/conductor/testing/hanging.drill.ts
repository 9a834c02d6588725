/** A step that never ends: what it has begun is removed once its limit has ended it. */

import { drill, passes } from '../../drill/index.ts'
import { devices } from '../../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../../judge/promises/index.ts'
import { run, work } from '../../steps/index.ts'
import { rows } from './rows-site.ts'

export default drill({
  title: 'A hanging step',
  story: 'A command of the runbook never ends.',
  limits: { step: '3s' },
  arms: { one: { expect: passes } },
  site: () => rows(),
  fleet: () => ({ phones: devices({ accounts: 1, memory: 'durable' }) }),
  steps: () => ({ before: [work({ edits: 2 })], disaster: [run(['sleep', '3599'], { within: '2h' })] }),
  promises: [nothingAcknowledgedIsLost()],
})
