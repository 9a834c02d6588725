/** Names of the ways in which somebody is asked. Read with every command. */

/** Names of the variables, one for each option. */
export const ASKING = {
  command: 'SYNCDRILL_ASK_COMMAND',
  url: 'SYNCDRILL_ASK_URL',
  /** Sent to the webhook as `authorization: Bearer ...`; it has no option, for others can read a command line. */
  token: 'SYNCDRILL_ASK_TOKEN',
  /** Where the command of this run listens for its conductors; it sets it itself. */
  terminal: 'SYNCDRILL_ASK_TERMINAL',
} as const
