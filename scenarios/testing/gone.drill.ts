import {
  devices,
  domain,
  drill,
  during,
  inject,
  passes,
  replace,
  restore,
  site,
  takeBackup,
  volume,
  work,
} from 'syncdrill'
import { destroy, disconnectService } from 'syncdrill/faults'
import { nothingAcknowledgedIsLost } from 'syncdrill/promises'
import { specimen, specimenBackup, specimenClient } from 'syncdrill/specimen'

/** Gone for real, as somebody sees it who only looks at the engine: that is what its test does. */
export default drill({
  title: 'Gone for real',
  story: 'A server is removed with its disk; a building with all that is in it; a cable is pulled, and put back.',

  arms: {
    'a server': { strike: 'server', expect: passes },
    'a building': { strike: 'building', expect: passes },
    'a cable': { strike: 'cable', expect: passes },
  },

  site: () => {
    const [east, west] = [domain('site'), domain('site')]
    const [disk, shelf, vault] = [volume({ in: [east] }), volume({ in: [east] }), volume({ in: [west] })]
    const sync = specimen({ data: disk, in: [east] })
    return site({
      domains: { east, west },
      volumes: { disk, shelf, vault },
      services: { sync },
      backups: { near: specimenBackup({ from: sync, to: shelf }), far: specimenBackup({ from: sync, to: vault }) },
      clients: { api: specimenClient(sync) },
    })
  },

  fleet: () => ({ phones: devices({ accounts: 3, memory: 'durable' }) }),

  steps: ({ near, far, sync, disk, shelf, east, arm: { strike } }) => {
    const before = [work({ edits: 24 }), takeBackup(near), takeBackup(far)]
    if (strike === 'cable') return { before, disaster: [during(disconnectService(sync), [work({ edits: 4 })])] }
    const again = [replace(disk), ...(strike === 'building' ? [replace(shelf)] : [])]
    return {
      before,
      disaster: [inject(destroy(strike === 'building' ? east : sync))],
      recovery: [...again, replace(sync), restore(far)],
    }
  },

  promises: [nothingAcknowledgedIsLost()],
})
