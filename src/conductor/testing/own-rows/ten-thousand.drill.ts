/** Ten thousand rows of somebody's dump, and people who edit some of them: exactly what is wrong is named. */

import { breaks, drill, fails, waives } from '../../../drill/index.ts'
import { destroy } from '../../../faults/index.ts'
import { devices } from '../../../fleet/index.ts'
import { everybodyConverges, nothingAcknowledgedIsLost, whatWasThereStays } from '../../../judge/promises/index.ts'
import { site, volume } from '../../../site/index.ts'
import { specimen, specimenBackup, specimenClient } from '../../../specimen/index.ts'
import { inject, replace, restore, run, takeBackup, work } from '../../../steps/index.ts'

const PEOPLE = 'ada ben cara dora emil fay gus hana ivo june karl lena milo nora otto pia quin rosa sven tara'.split(
  ' ',
)

export default drill({
  title: 'Ten thousand rows',
  story:
    'A dump is loaded, people edit and delete some of it, a disk burns, and the server loses or changes three rows.',

  arms: {
    'three rows are lost or changed': {
      expect: fails(breaks(whatWasThereStays, ['lost', 'corrupted']), waives(everybodyConverges, 'diverged')),
    },
  },

  site: () => {
    const [disk, shelf] = [volume(), volume()]
    const sync = specimen({ data: disk })
    return site({
      volumes: { disk, shelf },
      services: { sync },
      clients: { api: specimenClient(sync) },
      backups: { nightly: specimenBackup({ from: sync, to: shelf }) },
    })
  },

  fleet: () => ({ phones: devices({ accounts: PEOPLE, perAccount: 1, memory: 'durable' }) }),

  steps: ({ sync, disk, nightly }) => {
    const load = (file: string) =>
      run([process.execPath, `${import.meta.dirname}/load.ts`, '/data', file], { inside: sync })
    return {
      given: [load('dump.sql')],
      before: [work({ edits: 200 }), takeBackup(nightly)],
      disaster: [inject(destroy(disk))],
      recovery: [replace(disk), restore(nightly), work({ edits: 40 }), load('three-wrong.sql')],
    }
  },

  promises: [nothingAcknowledgedIsLost(), whatWasThereStays()],
})
