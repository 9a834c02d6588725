/** The promise `whatWasThereStays`. Cost: linear in the adopted rows. */

import type { Variant } from '../../history/index.ts'
import type { Finals } from '../finals.ts'
import type { Finding } from '../judgement.ts'
import { flagFindings } from './by-flags.ts'
import { lossFindings, type Loss } from './losses.ts'
import type { Claim, Examine } from './promise.ts'

export const MEANING =
  'What an account held before the drill began stays as it was. The rows of its first full read are judged by ' +
  'their content, each in its place: refuted by one that is `lost`, `corrupted` or `duplicated` in the final read ' +
  'of the server. Most drills begin with empty accounts, which keep it.'

type Change = Exclude<Loss, 'stale' | 'field lost' | 'conflict-dropped'> | 'corrupted' | 'duplicated'

/**
 * Records that were there before the drill stay as they were. Judged always, unless waived.
 * @example
 * waives: [whatWasThereStays]
 */
export function whatWasThereStays(): Claim<Change> {
  const findings: readonly Change[] = ['gone before the strike', 'lost', 'unrecoverable', 'corrupted', 'duplicated']
  return {
    promise: 'whatWasThereStays',
    claim: 'What was there before the drill stays as it was.',
    findings,
    terms: {},
  }
}

export const examine: Examine = (history, assessed) => {
  const { finals, totals } = assessed
  const promise = 'whatWasThereStays'
  const { findings: losses } = lossFindings(assessed, promise, undefined, { untouched: true })
  const { findings: flagged } = flagFindings(history, assessed, promise, ['corrupted', 'duplicated'])
  const now = finalRows(finals)
  const adopted = history.adopted.flatMap(({ view, variants }) =>
    variants.flatMap((content) =>
      content < 0 ? [{ account: view.party.account, at: view.at, variant: history.variants.get(content) }] : [],
    ),
  )
  const unnamed = adopted.flatMap((row) => changeOf(finals, now, row))
  const findings = [...losses, ...flagged, ...unnamed]
  // Accounts that were empty had nothing to keep, and kept it.
  return { findings, evaluated: Math.max(1, totals.thereBefore + adopted.length) }
}

interface Adopted {
  readonly account: string
  readonly at: number
  readonly variant: Variant
}

type Place = `${string}/${string}/${string}`

const placeOf = (account: string, { collection: of, id }: Variant['row']): Place => `${account}/${of}/${id}`

/** What the server shows at the end that nobody of this run wrote, by where it stands. */
function finalRows({ history, views, server }: Finals): ReadonlyMap<Place, readonly Variant[]> {
  const strange = history.variants.all.map(({ record }) => record)
  const rows = [...new Set([0, ...strange])].flatMap((record) => history.rows.of(record))
  const shown = rows.flatMap(({ view: number, content }) => {
    const view = views.get(number)
    if (content >= 0 || !view || server.get(view.party.account) !== view) return []
    return [{ account: view.party.account, variant: history.variants.get(content) }]
  })
  const places = Map.groupBy(shown, ({ account, variant }) => placeOf(account, variant.row))
  return new Map([...places].map(([place, own]) => [place, own.map(({ variant }) => variant)]))
}

function changeOf(
  { server }: Finals,
  shown: ReadonlyMap<Place, readonly Variant[]>,
  { account, at, variant: { row } }: Adopted,
): readonly Finding[] {
  const final = server.get(account)
  if (!final || final.state === 'unreadable' || final.unread.has(row.collection)) return []
  const there = shown.get(placeOf(account, row)) ?? []
  const what = `${row.collection} ${row.id}`
  const common = { promise: 'whatWasThereStays', collection: row.collection, account, lines: [at, final.at] }
  if (there.length > 1) return [{ ...common, finding: 'duplicated', because: `${what} is there ${there.length} times` }]
  const [now] = there
  if (!now) return [{ ...common, finding: 'lost', because: `${what} was there before the drill, and is gone` }]
  if (now.row.hash === row.hash) return []
  return [{ ...common, finding: 'corrupted', because: `${what} was there before the drill, and has changed` }]
}
