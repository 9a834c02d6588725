/** An error that was thrown where nobody could catch it. */

import { Failure, reasonOf } from '../kernel/index.ts'
import { usersLineOf } from '../kernel/users-line.ts'

/**
 * Of a connection, it is a client library's that has told of its end, and whose adapter did not listen: the mistake of
 * whoever wrote that. Anything else is ours.
 */
export function unheard(error: Error): Failure {
  const { syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined) return new Failure('bug', error.stack ?? error.message, { cause: error })
  const what = `a connection told of its end, and nobody listened: ${reasonOf(error)}${usersLineOf(error)}`
  return new Failure('usage', `${what}: in the adapter, give its library a listener: on('error', ...)`, {
    cause: error,
  })
}
