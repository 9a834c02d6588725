/** Every injury of the contract, with what must go on for it to be met. */

import { editAll, type Case } from '../fault.contract.ts'
import {
  command,
  cutLink,
  destroy,
  disconnectService,
  factoryReset,
  flipPages,
  goOffline,
  killService,
  loseAcks,
  pauseService,
  powerCycle,
  replaceDevice,
  resetLink,
  restartService,
  sliceLink,
  slowLink,
  stopService,
  breakUploads,
  throttleLink,
  timeOutLink,
  zeroPages,
} from '../index.ts'

const dead: NonNullable<Case['prevent']> = ({ site }, { rows }) => site.kill(rows)
const empty: NonNullable<Case['prevent']> = async ({ site }, { rows, disk }) => {
  await site.kill(rows)
  await site.volume(disk).clear()
}

const filled =
  (witness: string): Case['make'] =>
  ({ rows }) =>
    command({
      beside: rows,
      inject: ['sh', '-c', 'echo full > /rows/ballast'],
      witness: ['sh', '-c', witness],
      heal: ['rm', '-f', '/rows/ballast'],
    })

export const CASES: readonly Case[] = [
  { name: 'killService', make: ({ rows }) => killService(rows), prevent: dead },
  { name: 'stopService', make: ({ rows }) => stopService(rows), prevent: dead },
  { name: 'pauseService', make: ({ rows }) => pauseService(rows), prevent: dead },
  { name: 'restartService', make: ({ rows }) => restartService(rows), prevent: dead },
  { name: 'disconnectService', make: ({ rows }) => disconnectService(rows), prevent: dead },
  { name: 'cutLink', make: ({ rows }) => cutLink(rows.link), meet: editAll },
  { name: 'slowLink', make: ({ rows }) => slowLink(rows.link, { for: '50ms' }), meet: editAll },
  { name: 'breakUploads', make: ({ rows }) => breakUploads(rows.link, { after: '60B' }), meet: editAll },
  { name: 'throttleLink', make: ({ rows }) => throttleLink(rows.link, { rate: '10kB/s' }), meet: editAll },
  { name: 'sliceLink', make: ({ rows }) => sliceLink(rows.link, { of: '16B' }), meet: editAll },
  { name: 'timeOutLink', make: ({ rows }) => timeOutLink(rows.link, { for: '100ms' }), meet: editAll },
  { name: 'resetLink', make: ({ rows }) => resetLink(rows.link), meet: editAll },
  { name: 'loseAcks', make: ({ rows }) => loseAcks(rows.link, { oneIn: 2 }), meet: editAll },
  { name: 'command', make: filled('test -e /rows/ballast'), makeEmpty: filled('test -e /rows/other') },
  { name: 'goOffline', make: ({ phones }) => goOffline(phones), meet: editAll },
  { name: 'zeroPages', make: ({ disk }) => zeroPages(disk), prevent: empty },
  { name: 'flipPages', make: ({ disk }) => flipPages(disk, { share: '50%' }), prevent: empty },
  {
    name: 'destroy',
    make: ({ disk }) => destroy(disk),
    prevent: async ({ site }, { rows, disk }) => {
      await site.kill(rows)
      await site.volume(disk).remove()
    },
  },
  {
    name: 'powerCycle',
    make: ({ phones }) => powerCycle(phones),
    makeEmpty: ({ phones }) => powerCycle(phones.except(phones)),
  },
  {
    name: 'factoryReset',
    make: ({ phones }) => factoryReset(phones),
    makeEmpty: ({ phones }) => factoryReset(phones.except(phones)),
  },
  {
    name: 'replaceDevice',
    make: ({ phones }) => replaceDevice(phones),
    makeEmpty: ({ phones }) => replaceDevice(phones.except(phones)),
  },
]
