/** What an answer proves. One table: whatever is not proof of having been applied, or of not, is indeterminate. */

import type { Outcome } from './client.ts'
import type { Answer } from './link/access.ts'

/**
 * There was no answer: refused, reset, timed out. Nobody knows whether the request was carried out. A refused
 * connection proves that this attempt was not; still it is no rejection, for the service has not looked at the change,
 * and a device that is rejected gives up.
 * @example
 * throw new NoAnswer('PUT /rows/7: the broker has hung up')
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  /** Its time was up, or another's was: the service neither answered nor refused. */
  readonly isLate: boolean

  constructor(message: string, options: ErrorOptions & { readonly isLate?: boolean } = {}) {
    super(message, options)
    this.isLate = options.isLate ?? false
  }
}

/**
 * There was an answer, and it cannot be read: a view that could not be read never counts as absence.
 * @example
 * if (answer.status !== 200) throw new Unreadable(`expected status 200, got ${answer.status}`)
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/**
 * Which statuses prove what, and what an acknowledgement says of the row: its tag, and the id that the service chose.
 */
export interface Proof {
  readonly acked: readonly number[]
  readonly rejected: readonly number[]
  readonly tag?: string | undefined
  readonly id?: string | undefined
}

/**
 * Statuses that prove something; every other answer is indeterminate.
 * @example
 * outcomeOf(answer, { acked: [200, 201], rejected: [409, 412], tag: answer.header('etag'), id })
 */
export function outcomeOf({ status, text }: Answer, { acked, rejected, tag, id }: Proof): Outcome {
  if (acked.includes(status)) {
    return { is: 'acked', status, ...(tag !== undefined && { tag }), ...(id !== undefined && { id }) }
  }
  const why = `${status}${text ? ` ${text.slice(0, 200)}` : ''}`
  return { is: rejected.includes(status) ? 'rejected' : 'indeterminate', why, status }
}

/**
 * What a JSON answer says. Anything but JSON with status 200 throws `Unreadable`.
 * @example
 * const { rows } = jsonOf(await send('GET', '/rows')) as Page
 */
export function jsonOf({ status, text }: Answer): unknown {
  if (status !== 200) throw new Unreadable(`expected status 200, got ${status}: ${text.slice(0, 200)}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable(`expected JSON, got '${text.slice(0, 100)}'`)
  }
}
