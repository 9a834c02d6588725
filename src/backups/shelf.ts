/** Where a service finds the volumes that copies of it go to: each backup of one service has a folder of its own. */

import type { Service } from '../site/index.ts'

const given = new WeakMap<Service, number>()

/** A name and a path that no other backup of this service has. */
export function shelfOf(service: Service): { readonly name: string; readonly path: string } {
  const number = (given.get(service) ?? 0) + 1
  given.set(service, number)
  return { name: `shelf-${number}`, path: `/backups/shelf-${number}` }
}
