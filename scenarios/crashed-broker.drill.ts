import { breaks, devices, drill, during, fails, passes, waives, work } from 'syncdrill'
import { killService, stopService } from 'syncdrill/faults'
import { deletedStaysDeleted, nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { mosquitto } from './sites/mosquitto.ts'

/** A message that was delivered exactly once is kept for as long as the broker runs, and not a moment longer. */
export default drill({
  title: 'Crashed broker',
  story: 'Phones keep notes as retained messages of quality of service 2. The broker ends, and is started again.',

  arms: {
    'as it ships, killed': {
      end: 'kill',
      saves: 'as it ships',
      over: 'TCP',
      // A delete that the broker forgets before anybody has looked counts as one that it never carried out.
      expect: fails(breaks(nothingAcknowledgedIsLost, { by: killService }), waives(deletedStaysDeleted)),
    },
    'as it ships, asked to end': { end: 'stop', saves: 'as it ships', over: 'TCP', expect: passes },
    'saves on every change, killed': { end: 'kill', saves: 'on every change', over: 'TCP', expect: passes },
    'saves on every change, killed, over TLS': { end: 'kill', saves: 'on every change', over: 'TLS', expect: passes },
  },

  site: ({ saves, over }) => mosquitto({ saves, over }),

  fleet: () => ({ phones: devices({ accounts: 8, memory: 'durable' }) }),

  steps: ({ broker, arm }) => ({
    before: [work({ edits: 60 })],
    disaster: [
      work({ edits: 20 }),
      during(arm.end === 'kill' ? killService(broker) : stopService(broker), [work({ edits: 10 })]),
    ],
    recovery: [work({ edits: 20 })],
  }),

  promises: [nothingAcknowledgedIsLost()],
})
