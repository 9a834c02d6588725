/** Where copies are, and whether one accident can take them with the data. */

import type { ArmPage } from '../html/model.ts'
import { isWhole, notShown, otherwise, sentence, shown, type Answer, type Asked } from './answer.ts'

type Plan = NonNullable<ArmPage['plan']>

export function whereCopiesAre({ page, judgement: { backups } }: Asked): Answer {
  const { plan, taken } = page ?? {}
  if (!plan || backups.length === 0) return notShown('This run saw no copy.')
  const volumes = new Set(plan.services.flatMap(({ data }) => Object.values(data)))
  const data = [...volumes].map((one) => placed(plan, one))
  const copies = [...new Set(backups.map(({ volume }) => volume))].map((one) => placed(plan, one))
  const domains = new Set(data.flatMap(({ with: own }) => own))
  const apart = copies.filter((one) => !one.with.some((domain) => domains.has(domain)))
  const words = `The data are on ${named(data)}; copies are on ${named(copies)}.`
  const lost = [...volumes].find((one) => taken?.has(one))
  if (apart.length === 0) {
    if (lost === undefined) return notShown(`${words} One accident could take both; none was tried.`)
    return otherwise(`${words} The disk ${lost} was lost: one accident can take both.`)
  }
  const word = 'That these are different places is what the drill file says: a run sees no buildings.'
  const outlived = backups.find((one) => isWhole(one) && apart.some(({ volume }) => volume === one.volume))
  if (outlived && lost !== undefined)
    return shown(`${words} The disk ${lost} was lost, and a copy outlived it. ${word}`)
  return notShown(`${words} ${sentence('nothing in this run destroyed the one and spared the other')} ${word}`)
}

/** A volume in no domain is one by itself. */
function placed({ volumes }: Plan, volume: string) {
  const domains = volumes.find(({ name }) => name === volume)?.domains ?? []
  return { volume, domains, with: domains.length > 0 ? domains : [`volume ${volume}`] }
}

const named = (all: readonly ReturnType<typeof placed>[]): string =>
  all.map(({ volume, domains }) => (domains.length === 0 ? volume : `${volume} (${domains.join(', ')})`)).join(', ')
