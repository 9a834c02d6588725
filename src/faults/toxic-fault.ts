/** A fault that is one toxic on one link: added and read back, witnessed by the link's counters, removed. */

import type { LinkCounters, Toxic } from '../runtime/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault, Witnessed } from './fault.ts'
import { openWindow } from './link-window.ts'

interface ToxicFault {
  readonly name: string
  readonly link: Link
  readonly settings: Fault['settings']
  readonly toxic: Toxic
  /** What the counters of the window show. */
  readonly seen: (window: LinkCounters) => Witnessed
}

export function toxicFault({ name, link, settings, toxic, seen }: ToxicFault): Fault {
  return {
    is: 'fault',
    name,
    on: [link],
    settings,
    needs: [toxic.type],
    async inject({ site, fleet }, random) {
      const control = site.link(link)
      // Two of one kind may be on at once, in steps that overlap.
      const toxicName = `${name}-${random.seed().toString(36)}`
      const inWindow = await openWindow(control)
      await control.add(toxicName, toxic)
      // A toxic acts from the start of a connection: what is pooled would slip past it.
      await fleet.wire(link)?.hangUp()
      let on = true
      return {
        witness: async () => seen(await inWindow()),
        async heal() {
          if (on) await control.remove(toxicName)
          on = false
        },
        isHealed: () => control.isClean(),
      }
    },
  }
}
