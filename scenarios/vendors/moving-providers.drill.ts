import { breaks, devices, drill, during, fails, passes, repoint, run, work } from 'syncdrill'
import { cutLink } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { twoProviders } from '../sites/webdav.ts'

/** Phones keep their address, and take what the new service does not show for deleted: they have nothing to offer. */
export default drill({
  title: 'Moving providers',
  story: 'Everything is exported from rclone and imported into Apache, and the phones are moved. What was left behind?',

  arms: {
    'people write on after the export': {
      only: 'everything',
      closed: false,
      expect: fails(breaks(nothingAcknowledgedIsLost, { acknowledged: 'disaster', by: repoint })),
    },
    'the export leaves photos out': {
      only: 'documents',
      closed: true,
      expect: fails(breaks(nothingAcknowledgedIsLost, { collections: ['photos'], by: repoint })),
    },
    'closed until everybody has moved': { only: 'everything', closed: true, expect: passes },
  },

  site: () => twoProviders(),

  fleet: () => ({ phones: devices({ accounts: 4, perAccount: 1, memory: 'durable' }) }),

  steps: ({ old, next, arm }) => {
    const filter = arm.only === 'documents' ? ['--include', '*.json'] : []
    const exported = run(['rclone', 'copy', '/srv/files', '/takeout', '--config=', ...filter], { inside: old })
    const imported = run(['cp', '-R', '/takeout/.', '/srv/files'], { inside: next })
    // All new: a change of what the old service had tags for would be refused by the next one, which has its own.
    const written = work({ edits: 16, mix: { create: '100%' } })
    const moved = [exported, written, imported, repoint(old.link, next)]
    return {
      before: [work({ edits: 48 })],
      disaster: arm.closed ? [during(cutLink(old.link), moved)] : moved,
      recovery: [work({ edits: 16 })],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
