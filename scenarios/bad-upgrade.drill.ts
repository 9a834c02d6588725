import {
  breaks,
  canaryKeeps,
  devices,
  drill,
  edgeRestore,
  fails,
  gate,
  interrupt,
  passes,
  restore,
  rollBack,
  says,
  takeBackup,
  upgrade,
  work,
} from 'syncdrill'
import { killService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { hiptop } from './sites/hiptop.ts'

/** The migration dies half-way and is taken for done; people write on; the way back loses what they wrote. */
export default drill({
  title: 'Bad upgrade',
  story: 'Version 2 is killed while it migrates, marks the migration as applied, and is rolled back a day later.',

  arms: {
    'straight to production': {
      gated: false,
      expect: fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'disaster', by: rollBack })),
    },
    'behind the upgrade gate': { gated: true, expect: passes },
  },

  site: () => hiptop({ defects: ['marks a migration applied before it is'] }),

  fleet: () => ({ phones: devices({ accounts: 12, perAccount: 2, memory: 'durable' }) }),

  steps: ({ sync, nightly, phones, arm }) => {
    const beforeUpgrade = takeBackup(nightly)
    const canary = canaryKeeps({ devices: phones.some('10%'), edits: 20 }, nothingAcknowledgedIsLost())
    const turnBack = [rollBack(sync), restore(beforeUpgrade), edgeRestore(phones)]
    return {
      before: [work({ edits: 400 }), beforeUpgrade],
      disaster: [
        interrupt(upgrade(sync, 'v2'), { with: killService(sync), when: says(sync, 'migration half done') }),
        arm.gated && gate(canary, { stop: turnBack }),
        work({ edits: 200, over: '1d' }), // In the new format, unless the gate turned us back.
      ],
      recovery: [rollBack(sync)], // Skipped, and recorded as such, where the gate did it.
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
