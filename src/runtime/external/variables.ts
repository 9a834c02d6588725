/** Names of what is asked for on the command line, and what holds where nothing is said. Read with every command. */

/** Names of the variables, one for each option. */
export const ASKED = {
  allow: 'SYNCDRILL_ALLOW_EXTERNAL',
  address: 'SYNCDRILL_EXTERNAL_ADDRESS',
  accounts: 'SYNCDRILL_EXTERNAL_ACCOUNTS',
  writesPerSecond: 'SYNCDRILL_WRITES_PER_SECOND',
  keepWritten: 'SYNCDRILL_KEEP_WRITTEN',
} as const

/** Slow enough for a system that others work on. */
export const WRITES_PER_SECOND = 5
