/** Whether programs that some tests need are on this machine: said aloud where one is not, and never left out in CI. */

import { spawnSync } from 'node:child_process'
import { isHere } from '../sites/program.ts'

function isMissing(program: string, what: string): boolean {
  if (isHere(program)) return false
  process.stderr.write(`\n!!! NO ${program.toUpperCase()} ON THIS MACHINE: ${what} does not run embedded\n\n`)
  return !process.env['CI']
}

/** Its plugin of the command `docker`; an engine need not answer. */
function isWithoutPlugin(plugin: string, what: string): boolean {
  if (spawnSync('docker', [plugin, 'version']).status === 0) return false
  process.stderr.write(`\n!!! NO DOCKER ${plugin.toUpperCase()} ON THIS MACHINE: ${what} does not run embedded\n\n`)
  return !process.env['CI']
}

const FILES = 'what keeps files (broken-uploads, moving-providers)'

/** For `skipIf`. In CI they run and fail, each in the words of whoever misses the program. */
export const isWithoutMosquitto: boolean = isMissing('mosquitto', 'crashed-broker')
export const isWithoutRadicale: boolean = isMissing('radicale', 'older-calendar, inherited-address-book')
export const isWithoutFileServers: boolean = isMissing('rclone', FILES) || isMissing('apache2', FILES)
export const isWithoutDovecot: boolean = isMissing('dovecot', 'restored-mailbox')
export const isWithoutPython: boolean = isMissing('python3', 'what is in Python (the tutorial, typed-columns)')
export const isWithoutCompose: boolean = isWithoutPlugin('compose', 'compose-bookmarks')
