/** What users are told, at the moment when they are told it. Judged against the ledger, like anything else. */

import { aText, members, declared } from '../kernel/declared.ts'
import { Failure, inWords, msOf, type Duration } from '../kernel/index.ts'
import type { Announced } from '../ledger/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { Step } from './step.ts'
import * as z from 'zod'

type Of = 'everything' | readonly CollectionName[]

/** One claim; `within` counts from the announcement, in real time. */
export type AnnouncedClaim =
  | { readonly lost: Of }
  | { readonly kept: Of }
  | { readonly complete: Of }
  | { readonly back: Of; readonly within: Duration }

const KINDS = ['lost', 'kept', 'complete', 'back'] as const
const of = z.union([z.literal('everything'), z.array(aText).min(1)], { error: "'everything' or a list of collections" })
const shape = members("one claim: { complete: ['contacts'] }", {
  lost: of.exactOptional(),
  kept: of.exactOptional(),
  complete: of.exactOptional(),
  back: of.exactOptional(),
  within: aText.exactOptional(),
  cites: aText.exactOptional(),
})

/**
 * Users are told something, in these words. What the words claim is one of: `lost` (gone for good), `kept` (nothing of
 * it is lost), `complete` (all of it is there now), `back` (all of it will be there `within` so long, in real time).
 * `cites` names where words of somebody else are reported. Judged by `announcementsAreTrue`.
 *
 * @example announce('All contacts are back.', { complete: ['contacts'] })
 */
export function announce(words: string, claim: AnnouncedClaim & { readonly cites?: string }): Step {
  declared('announce: words', words, aText)
  declared('announce', claim, shape)
  const claims = announced(claim)
  const { cites } = claim
  return {
    is: 'step',
    name: 'announce',
    takes: false,
    describe: () => [words, { ...inPlan(claims), ...(cites !== undefined && { cites }) }],
    check({ topology }) {
      if (claims.of === 'everything') return
      const known = [...new Set([...topology.clients.values()].flatMap(({ carries }) => carries))]
      const strange = claims.of.find((name) => !known.includes(name))
      if (strange === undefined) return
      throw new Failure(
        'usage',
        `announce: ${claims.kind}: expected collections (${known.join(', ')}), got '${strange}'`,
      )
    },
    async run({ ledger, fleet }, own) {
      ledger.append({ is: 'announcement', step: own.id, words, claims, ...(cites !== undefined && { cites }) })
      // Whatever was last read of the server may be older than the words.
      await fleet.serverViews('after step')
      return { state: 'end' }
    },
  }
}

function announced(claim: AnnouncedClaim): Announced {
  const said = KINDS.filter((kind) => kind in claim)
  const [kind] = said
  if (kind === undefined || said.length > 1) {
    const got = said.length > 1 ? said.join(' and ') : 'none'
    throw new Failure('usage', `announce: expected one claim (${KINDS.join(', ')}), got ${got}`)
  }
  const own: Of = Reflect.get(claim, kind) as Of
  const within = 'within' in claim ? claim.within : undefined
  if ((kind === 'back') !== (within !== undefined)) {
    throw new Failure(
      'usage',
      `announce: within: expected ${kind === 'back' ? "a duration such as '2d'" : 'none'} beside ${kind}`,
    )
  }
  return { kind, of: own, ...(within !== undefined && { withinMs: msOf(within, 'announce: within') }) }
}

function inPlan({ kind, of: own, withinMs }: Announced) {
  const what = typeof own === 'string' ? own : [...own]
  return { [kind]: what, ...(withinMs !== undefined && { within: inWords(withinMs) }) }
}
