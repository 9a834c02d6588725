/** How independent the copies were: the fewest failure domains whose loss takes every one of them, at the strike. */

import type { History } from '../../history/index.ts'

/** Devices aside. A volume in no domain is one by itself. Domains are few: every set of them is tried. */
export function minimumCut(history: History): number {
  const places = placesOf(history)
  const domains = [...new Set(places.flat())]
  for (let size = 0; size < domains.length; size += 1) {
    if (subsets(domains, size).some((gone) => places.every((place) => place.some((one) => gone.includes(one)))))
      return size
  }
  return domains.length
}

/** For the server's data and each copy: the domains that it is lost with. */
function placesOf({ plan, copies, strike }: History): readonly (readonly string[])[] {
  const inPlan = new Map(plan?.volumes.map(({ name, domains }) => [name, domains]))
  const domainsOf = (volume: string) => {
    const domains = inPlan.get(volume) ?? []
    return domains.length > 0 ? domains : [`volume ${volume}`]
  }
  const data = plan?.services.flatMap((service) => Object.values(service.data)) ?? []
  const claimed = copies.filter(({ claimed: how, at }) => how === 'ok' && at < (strike?.at ?? Infinity))
  return [...new Set([...data, ...claimed.map(({ volume }) => volume)])].map(domainsOf)
}

function subsets<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]]
  return all.flatMap((one, place) => subsets(all.slice(place + 1), size - 1).map((rest) => [one, ...rest]))
}
