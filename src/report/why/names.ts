/** What injuries and steps are called where people read of them; the name that a drill file uses stands beside it. */

import { plain } from '../../judge/words/words.ts'

/** One that is not here, such as one of a drill's own, is called by its name in plain letters. */
export const PLAIN_NAMES: Readonly<Record<string, string>> = {
  ask: 'what somebody was asked for',
  breakUploads: 'broken uploads',
  command: 'a command',
  cutLink: 'a cut link',
  destroy: 'destruction',
  disconnectService: 'a lost network',
  edgeRestore: 'the restore from devices',
  emptyCopies: 'empty copies',
  factoryReset: 'a factory reset',
  flipPages: 'flipped bits',
  flippedCopies: 'flipped bits in copies',
  goOffline: 'devices off the network',
  interrupt: 'the interrupted step',
  killService: 'a killed service',
  loseAcks: 'lost answers',
  partialCopies: 'partial copies',
  pauseService: 'a paused service',
  powerCycle: 'a power cut',
  promote: 'the promotion of the standby',
  put: 'a file put in place',
  replace: 'the replacement',
  replaceDevice: 'a replaced device',
  repoint: 'the switch to another service',
  resetLink: 'reset connections',
  restartService: 'a restart',
  restore: 'the restore from a copy',
  rollBack: 'the rollback',
  run: 'a command that was run',
  salvage: 'the salvage',
  sliceLink: 'sliced packets',
  slowLink: 'a slow link',
  start: 'the start',
  stopService: 'a stopped service',
  stoppedCopies: 'copies no longer taken',
  throttleLink: 'a throttled link',
  timeOutLink: 'a link that times out',
  tornCopies: 'torn copies',
  truncatedCopies: 'cut copies',
  upgrade: 'the upgrade',
  zeroPages: 'zeroed pages',
}

/** `zeroed pages (zeroPages)`. */
export function namedPlainly(name: string): string {
  const known = Object.hasOwn(PLAIN_NAMES, name) ? PLAIN_NAMES[name] : undefined
  if (known === undefined) return plain(name)
  // `the upgrade` needs no code beside it.
  return known.endsWith(` ${name}`) ? known : `${known} (${name})`
}
