/** How many copies there are, and where. Only copies that a clean room restored whole are counted. */

import type { Plan } from '../../ledger/entries.ts'
import type { CopyJudged } from '../judgement.ts'
import { notShown, refuted, shown, type Asked, type Rule } from './answer.ts'

export const numberOfCopies: Rule<'number of copies'> = (asked, { number }) => {
  const { history, judgement } = asked
  const data = new Set(history.plan?.services.flatMap((service) => Object.values(service.data)) ?? [])
  const apart = judgement.backups.filter(({ volume }) => !data.has(volume))
  const [whole, gone] = [apart.filter(isWhole), apart.filter(isTaken)]
  const claimed = apart.filter((copy) => copy.claimed === 'ok')
  const disks = (copies: readonly CopyJudged[]) => new Set(copies.map(({ volume }) => volume)).size
  if (judgement.backups.length === 0) return notShown('no copy was seen')
  const found = `${disks(whole)} could be restored whole from disks of their own`
  if (disks(whole) >= number)
    return shown(
      found,
      whole.flatMap((copy) => restoredAt(asked, copy)),
    )
  if (disks(claimed) >= number && disks([...whole, ...gone]) < number) {
    const bad = claimed.filter((copy) => !isWhole(copy) && !isTaken(copy))
    return refuted(
      `${disks(claimed)} were called good, and ${found}`,
      bad.flatMap((copy) => restoredAt(asked, copy)),
    )
  }
  const beside = judgement.backups.length - apart.length
  const same = beside > 0 ? `; ${beside} lay on a disk of the data itself` : ''
  const taken = gone.length > 0 ? `; ${gone.length} went down with their disks in the disaster` : ''
  return notShown(`${found}${same}${taken}`)
}

export const placeOfCopies: Rule<'place of copies'> = (asked, { place }) => {
  const { history, judgement } = asked
  const domainsOf = domainsIn(history.plan)
  if (!history.plan?.domains.some(({ name }) => name === place)) {
    return notShown(`the drill knows no ${place}: where copies are, nobody could see`)
  }
  const there = judgement.backups.filter(({ volume }) => domainsOf(volume).includes(place))
  const whole = there.find(isWhole)
  if (!whole) {
    const bad = there.filter((copy) => copy.claimed === 'ok' && !isTaken(copy))
    const [first] = bad
    if (!first) return notShown(there.length === 0 ? 'no copy was taken there' : 'no copy there could be looked at')
    const lines = bad.flatMap((copy) => restoredAt(asked, copy))
    if (lines.length === 0) return notShown(`no copy there was restored`)
    return refuted(`${first.copy} is there, was called good, and could not be restored whole`, lines)
  }
  const elsewhere = history.injuries.find(
    ({ took, witness }) => witness?.saw === 'effect' && took.some((one) => isElsewhere(one, place, domainsOf)),
  )
  const word = `that it stands in ${place} is what the drill file says`
  if (!elsewhere) return notShown(`${whole.copy} could be restored; no other place was lost, and ${word}`)
  const lines = [elsewhere.witness?.at ?? elsewhere.from, ...restoredAt(asked, whole)]
  return shown(`${whole.copy} outlived ${elsewhere.name} of ${elsewhere.on.join(', ')}; ${word}`, lines)
}

const isWhole = ({ restorable, complete }: CopyJudged): boolean => restorable && complete

/** By an injury, with its disk: nobody promised that it would outlive that. */
const isTaken = ({ found }: CopyJudged): boolean => found === 'gone with its volume'

function domainsIn(plan: Plan | undefined): (volume: string) => readonly string[] {
  const all = new Map(plan?.volumes.map(({ name, domains }) => [name, domains]))
  return (volume) => all.get(volume) ?? []
}

function isElsewhere(
  holder: { readonly kind: string; readonly volume?: string },
  place: string,
  domainsOf: (volume: string) => readonly string[],
): boolean {
  return holder.volume !== undefined && !domainsOf(holder.volume).includes(place)
}

/** Where its clean room was told of. */
export function restoredAt({ history }: Asked, { copy }: Pick<CopyJudged, 'copy'>): readonly number[] {
  const mark = history.copyMarks.findLast((one) => one.copy === copy && one.backup === undefined)
  return mark ? [mark.at] : []
}
