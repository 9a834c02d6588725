/** Why an arm failed, in one sentence: what took which holder, one after the other, and what is gone by it. */

import { chainOf, type Link } from './chain.ts'
import type { Finding, Judgement } from '../../judge/judgement.ts'
import { SAID } from '../../judge/words/sentence.ts'
import { causeInWords } from '../../judge/words/words.ts'
import { namedPlainly } from './names.ts'

/**
 * `zeroed pages (zeroPages) on san took the server's copy and the copies of nightly; then a power cut (powerCycle) on
 * phones.some(25%) took what devices held: 97 of 422 acknowledged records are unrecoverable`.
 *
 * Undefined where nothing failed, or where nobody knows what took it: then the verdict's own sentence says it all.
 */
export function whyOf({ verdict, promises, acknowledged }: Judgement): string | undefined {
  if (verdict !== 'fail') return undefined
  const findings = promises
    .filter((promise) => promise.verdict === 'fail' && !promise.waived)
    .flatMap((promise) => promise.findings)
  const groups = Map.groupBy(
    findings.flatMap((finding) => (finding.cause ? [{ finding, chain: chainOf(finding.cause) }] : [])),
    ({ chain }) => chain.map(linkInWords).join('; then '),
  )
  const [most] = [...groups].toSorted(([, a], [, b]) => recordsIn(b).size - recordsIn(a).size)
  if (!most) return undefined
  const [taken, own] = most
  const others = recordsIn(findings.map((finding) => ({ finding }))).difference(recordsIn(own)).size
  const more = others > 0 ? `; ${others} more in other ways` : ''
  return `${taken}: ${brought(own, acknowledged)}${more}`
}

function linkInWords({ cause, holders }: Link): string {
  const { kind, by, on = [] } = cause
  const where = on.length > 0 ? ` on ${on.join(', ')}` : ''
  const who = kind === 'injury' || kind === 'step' ? `${namedPlainly(by)}${where}` : causeInWords(cause)
  const after = kind === 'the service itself' && cause.after ? `${by}, after ${namedPlainly(cause.after.by)}` : who
  return holders.length === 0 ? after : `${after} took ${listed(holders)}`
}

/** `49 of 155 acknowledged records are lost, 15 are stale`. */
function brought(group: readonly { readonly finding: Finding }[], acknowledged: number): string {
  const kinds = [...Map.groupBy(group, ({ finding }) => finding.finding)]
    .map(([finding, own]) => ({ finding, count: recordsIn(own).size || own.length, own }))
    .toSorted((a, b) => b.count - a.count)
  return kinds
    .map(({ finding, count, own }, place) => {
      const isCounted = own.every(({ finding: { record, uncounted } }) => record !== undefined && !uncounted)
      const of = place > 0 ? '' : isCounted ? ` of ${acknowledged} acknowledged records` : ` ${many(count, 'record')}`
      const [one, all] = SAID[finding] ?? [`is ${finding}`, `are ${finding}`]
      return `${count}${of} ${count === 1 ? one : all}`
    })
    .join(', ')
}

const recordsIn = (group: readonly { readonly finding: Finding }[]): ReadonlySet<string> =>
  new Set(group.flatMap(({ finding: { record } }) => record ?? []))

const many = (count: number, word: string): string => (count === 1 ? word : `${word}s`)

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}
