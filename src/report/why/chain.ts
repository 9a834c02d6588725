/** What took the holders of a record, link by link: one cause that took several of them is one link. */

import type { Cause } from '../../judge/causes/cause.ts'

export interface Link {
  readonly cause: Cause
  /** In words that are the same for every record: `the server's copy`, `what devices held`. */
  readonly holders: readonly string[]
}

/** Oldest first. */
export function chainOf(cause: Cause): readonly Link[] {
  const links: { cause: Cause; holders: string[] }[] = []
  for (const one of [...(cause.others ?? []), cause].toSorted((a, b) => a.at - b.at)) {
    const last = links.at(-1)
    const isSame = last?.cause.by === one.by && last.cause.step === one.step && last.cause.kind === one.kind
    const link = isSame ? last : { cause: one, holders: [] }
    if (!isSame) links.push(link)
    const held = one.holder === undefined ? undefined : holderOf(one.holder)
    if (held !== undefined && !link.holders.includes(held)) link.holders.push(held)
  }
  // What the server held is said first: people ask for it first.
  return links.map(({ cause: by, holders }) => ({ cause: by, holders: holders.toSorted(serverFirst) }))
}

const SERVER = "the server's copy"
const serverFirst = (a: string, b: string): number => Number(b === SERVER) - Number(a === SERVER)

/** `phones-4's` is another device's with every record. */
const holderOf = (holder: string): string => (holder !== SERVER && holder.endsWith("'s") ? 'what devices held' : holder)
