/** Arguments of promises, as plain values from the ledger. */

import type { Plain } from '../records/index.ts'

/** A member of a promise's terms, as they stand in the ledger. */
export function termIn(terms: Plain, name: string): Plain | undefined {
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) return undefined
  return (terms as { readonly [name: string]: Plain })[name]
}
