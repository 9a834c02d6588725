/** Mistakes that the compiler must refuse. Never run: `tsc` fails when one of these lines is accepted. */

/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment -- What is refused has no type. */

import { COPY } from '../backups/commands-engine.ts'
import { commands } from '../backups/commands.ts'
import { client } from '../clients/index.ts'
import {
  command,
  destroy,
  goOffline,
  killService,
  loseAcks,
  powerCycle,
  sliceLink,
  slowLink,
  zeroPages,
} from '../faults/index.ts'
import { devices, programs, vdirsyncer } from '../fleet/index.ts'
import { noDuplicates, nothingAcknowledgedIsLost, recoveryPoint } from '../judge/promises/index.ts'
import { domain, site, volume, type Remote } from '../site/index.ts'
import { specimen, specimenBackup, specimenClient, type Defect } from '../specimen/index.ts'
import {
  at,
  heal,
  inject,
  promote,
  put,
  repoint,
  restore,
  run,
  takeBackup,
  tell,
  timePasses,
  work,
} from '../steps/index.ts'
import { drill } from './drill.ts'
import { breaks, fails, passes, refuses, waives } from './expectation.ts'
import { backup } from './fixture.ts'

function hiptop({
  backupOn = 'vault',
  defects = [],
}: {
  readonly backupOn?: 'san' | 'vault'
  readonly defects?: readonly Defect[]
} = {}) {
  const [san, vault] = [volume(), volume()]
  const sync = specimen({ data: san, defects })
  const nightly = specimenBackup({ from: sync, to: { san, vault }[backupOn] })
  return site({
    volumes: { san, vault },
    services: { sync },
    backups: { nightly },
    clients: { api: specimenClient(sync) },
  })
}

const h = hiptop()
const phones = devices({ accounts: 1, memory: 'durable' })
const byCollection = backup(h.services.sync, h.volumes.vault)
const laptops = programs(vdirsyncer({ conflict: 'server wins', run: { image: 'laptop' } }), { accounts: 1 })
declare const vendor: Remote
const filling = { inside: h.services.sync, inject: ['fill'], witness: ['is-full'] }
const scripts = { take: ['take'], list: ['list'], restore: ['restore', COPY] }

// @ts-expect-error misspelt volume
inject(zeroPages(h.volumes.sna, { share: '60%' }))
// @ts-expect-error misspelt backup
takeBackup(h.backups.nigthly)
// @ts-expect-error unknown defect
hiptop({ defects: ['marks a migration applied'] })
// @ts-expect-error nor by its id
hiptop({ defects: ['I7'] })
// @ts-expect-error this engine cannot restore by account
restore(byCollection, { accounts: phones.accounts })
// @ts-expect-error nor can the copy made from it
restore(takeBackup(byCollection), { accounts: phones.accounts })
// @ts-expect-error this promise cannot be refuted by a duplicate
breaks(nothingAcknowledgedIsLost, 'duplicated')
// @ts-expect-error nor in a list
breaks(noDuplicates, ['duplicated', 'lost'])
// @ts-expect-error a promise is no cause
breaks(noDuplicates, 'duplicated', { by: noDuplicates })
// @ts-expect-error nor a step that takes nothing
breaks(noDuplicates, { by: work })
// @ts-expect-error nor the finding of another promise waived
waives(noDuplicates, 'lost')
// @ts-expect-error nor refused
refuses(noDuplicates, ['lost'])
// @ts-expect-error damage is not healed
heal(powerCycle(phones))
// @ts-expect-error a vendor's system cannot be killed
killService(vendor)
// @ts-expect-error nor destroyed
destroy(vendor)
// @ts-expect-error nor promoted
promote(vendor)
// @ts-expect-error a volume is no standby
promote(h.volumes.san)
// @ts-expect-error a link is repointed to a service
repoint(h.clients.api.link, h.volumes.san)
// @ts-expect-error and that to one of ours
repoint(h.clients.api.link, vendor)
// @ts-expect-error a service is no link
repoint(h.services.sync, h.services.sync)
// @ts-expect-error a unit is missing
recoveryPoint({ within: '15' })
// @ts-expect-error a limit is within
recoveryPoint({ atMost: '15min' })
// @ts-expect-error a time, not an amount
slowLink(h.clients.api.link, { of: '700ms' })
// @ts-expect-error nor what does it
slowLink(h.clients.api.link, { by: '700ms' })
// @ts-expect-error an amount, not a time
sliceLink(h.clients.api.link, { for: '100B' })
// @ts-expect-error and with its unit
sliceLink(h.clients.api.link, { of: 100 })
// @ts-expect-error a copy is taken from something
specimenBackup({ of: h.services.sync, to: h.volumes.vault })
// @ts-expect-error by is a cause
work({ edits: 1, by: phones })
// @ts-expect-error no such change
work({ edits: 1, mix: { creates: '100%' } })
// @ts-expect-error a number is not a share
zeroPages(h.volumes.san, { share: 0.6 })
// @ts-expect-error an account is not a device
goOffline(phones.accounts)
// @ts-expect-error a service is not a link
loseAcks(h.services.sync, { oneIn: 5 })
// @ts-expect-error a domain is of a known kind
domain('town')
// @ts-expect-error a moment has a unit
at(40, timePasses('1h'))
// @ts-expect-error a fault is no step
at('40min', killService(h.services.sync))
// @ts-expect-error not what this program can be told
tell(laptops, 'forget everything')
// @ts-expect-error a simulated phone is told nothing
tell(phones, 'forget status')
// @ts-expect-error a fault of somebody's needs a witness
command({ inside: h.services.sync, inject: ['fill'], heal: ['empty'] })
// @ts-expect-error what takes a volume is damage, and does not heal
command({ ...filling, heal: ['empty'], takes: h.volumes.san })
// @ts-expect-error so it is not healed
heal(command(filling))
// @ts-expect-error nothing runs in a volume
run(['ls'], { inside: h.volumes.san })
// @ts-expect-error scripts that cannot restore are no backup
commands({ inside: h.services.sync, take: ['take'], list: ['list'] })
// @ts-expect-error scripts restore all collections
restore(commands({ ...scripts, inside: h.services.sync }), { order: ['contacts'] })
// @ts-expect-error files are put on something
put('./seed')
// @ts-expect-error a service is no volume
put('./seed', { on: h.services.sync })
// @ts-expect-error what is put is a path, and where it goes is said apart
put(['./seed', 'sync.db'], { on: h.volumes.san })
// @ts-expect-error a named account has a name
devices({ accounts: [{ password: 'x' }], memory: 'durable' })
// @ts-expect-error or is one
devices({ accounts: [7], memory: 'durable' })
// @ts-expect-error an expectation needs at least one breach
fails()

// Accepted, so that the lines above are refused for what they say.
hiptop({ defects: ['marks a migration applied before it is', 'answers before it commits'] })
restore(h.backups.nightly, { order: ['contacts'], accounts: phones.accounts.some('50%') })
restore(takeBackup(byCollection), { order: ['contacts'], pick: 'oldest' })
breaks(nothingAcknowledgedIsLost, ['lost', 'stale'], { by: powerCycle })
breaks(nothingAcknowledgedIsLost, 'lost', { by: restore })
slowLink(h.clients.api.link, { for: '700ms' })
sliceLink(h.clients.api.link, { of: '100B' })
work({ edits: 1, mix: { update: '100%' }, collections: { notes: '75%', photos: '25%' }, devices: phones })
breaks(recoveryPoint, { by: run, collections: ['contacts'] })
breaks(nothingAcknowledgedIsLost, 'stale', { by: repoint })
promote(h.services.sync)
repoint(h.clients.api.link, h.services.sync)
tell(laptops.some('50%'), 'forget status')
heal(command({ ...filling, heal: ['empty'] }))
put('./seed/sync.db', { on: h.volumes.san, as: 'db/sync.db' })
devices({ accounts: ['ada', { user: 'ben', password: 'x' }], memory: 'durable' })
inject(command({ ...filling, takes: h.volumes.san }))
breaks(nothingAcknowledgedIsLost, 'lost', { by: command })
restore(commands({ ...scripts, inside: h.services.sync }), { pick: 'oldest', mayFail: true })

export const missingColumn = drill({
  title: '',
  story: '',
  arms: { one: { backupOn: 'san', expect: fails(breaks(nothingAcknowledgedIsLost, 'lost')) }, two: { expect: passes } },
  // @ts-expect-error the second row lacks the column
  site: ({ backupOn }) => hiptop({ backupOn }),
  fleet: () => ({ phones }),
  steps: () => ({ before: [work({ edits: 1 })], disaster: [] }),
  promises: [nothingAcknowledgedIsLost()],
})

export const wrongValue = drill({
  title: '',
  story: '',
  arms: { one: { backupOn: 'sann', expect: passes }, two: { backupOn: 'vault', expect: passes } },
  // @ts-expect-error 'sann' is not a place
  site: ({ backupOn }) => hiptop({ backupOn }),
  fleet: () => ({ phones }),
  steps: ({ san, fleet }) => ({
    before: [work({ edits: 1, devices: fleet.phones })],
    disaster: [inject(zeroPages(san, { share: '1%' }))],
  }),
  promises: [nothingAcknowledgedIsLost()],
})

export const noPromise = drill({
  title: '',
  story: '',
  arms: { one: { expect: passes } },
  site: () => hiptop(),
  fleet: () => ({ phones }),
  steps: ({ arm }) => ({
    // @ts-expect-error no such column
    before: [arm.gated && work({ edits: 1 })],
    disaster: [],
  }),
  // @ts-expect-error at least one promise
  promises: [],
})

export const misspeltHandle = drill({
  title: '',
  story: '',
  arms: { one: { expect: passes } },
  site: () => hiptop(),
  fleet: () => ({ phones }),
  // @ts-expect-error there is a nightly, and no nigthly
  steps: ({ nigthly }) => ({ before: [takeBackup(nigthly)], disaster: [] }),
  promises: [nothingAcknowledgedIsLost()],
})

export const otherHandle = drill({
  title: '',
  story: '',
  arms: { one: { expect: passes } },
  site: () => hiptop(),
  fleet: () => ({ phones }),
  steps: ({ san, sync, nightly, api, phones: all, site: { services }, arm }) => ({
    // @ts-expect-error a volume is no backup
    before: [takeBackup(san), takeBackup(nightly), work({ edits: 1, devices: all })],
    disaster: [arm.expect === passes && [killService(sync), killService(services.sync)].map(inject)],
    recovery: [repoint(api.link, sync)],
  }),
  promises: [nothingAcknowledgedIsLost()],
})

export const twoOfOneName = drill({
  title: '',
  story: '',
  arms: { one: { expect: passes } },
  site: () => hiptop(),
  fleet: () => ({ san: phones, phones }),
  steps: ({ san }) => ({
    // @ts-expect-error two are called san: a volume, and a group of the fleet
    before: [inject(zeroPages(san))],
    disaster: [],
  }),
  promises: [nothingAcknowledgedIsLost()],
})

const session = {
  push: async () => ({ is: 'acked' }) as const,
  pull: async () => ({ kind: 'full', rows: [] }) as const,
}

export const noAnswerOfHttp = client({
  carries: ['notes'],
  // @ts-expect-error an answer of HTTP is no outcome: outcomeOf(answer, { ... }) makes one
  connect: async (link) => ({ ...session, push: () => link('GET', '/') }),
})

export const noBoolean = client({
  carries: ['notes'],
  // @ts-expect-error an outcome is a word: acknowledgedBy(promise) makes one
  connect: async ({ address }) => ({ ...session, push: async () => address.port > 0 }),
})
