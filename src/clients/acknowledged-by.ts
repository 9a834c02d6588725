/** What a client library's promise proves of a change. */

import type { Outcome } from './client.ts'
import { isMistake } from './mistake.ts'
import { reasonOf } from '../kernel/index.ts'

/** How the answer of a client library is read. */
export interface Acknowledging<T> {
  /** Whether this error is the service's own word that the change was not applied; by default none is. */
  readonly refused?: (error: Error) => boolean
  /** Where the library tells them: the tag that the service gave, the id that it chose. */
  readonly as?: (value: T) => { readonly tag?: string; readonly id?: string }
}

/**
 * Settled is `acked`, refused by the service is `rejected`, anything else is `indeterminate`. A mistake in the adapter
 * (a TypeError and its like) is thrown on.
 *
 * @example acknowledgedBy(mqtt.publishAsync(topic, body, { qos: 2, retain: true }))
 * @example acknowledgedBy(kv.put(id, body), { refused: (error) => error.message.includes('wrong last sequence') })
 */
export async function acknowledgedBy<T>(promise: Promise<T>, options: Acknowledging<T> = {}): Promise<Outcome> {
  try {
    const value = await promise
    return { is: 'acked', ...options.as?.(value) }
  } catch (thrown) {
    if (isMistake(thrown)) throw thrown
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { is: options.refused?.(error) === true ? 'rejected' : 'indeterminate', why: reasonOf(error) }
  }
}
