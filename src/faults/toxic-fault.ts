/** A fault that is one toxic on one link: added and read back, witnessed from both ends of the link, removed. */

import type { Toxic } from '../runtime/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault, Witnessed } from './fault.ts'
import { occupy, openWindow, type LinkWindow } from './witness/link-window.ts'
import { orUndo } from './orderly.ts'

interface ToxicFault {
  readonly name: string
  readonly link: Link
  readonly settings: Fault['settings']
  readonly toxic: Toxic
  /** What the window shows. */
  readonly seen: (window: LinkWindow) => Witnessed
}

export function toxicFault({ name, link, settings, toxic, seen }: ToxicFault): Fault {
  return {
    is: 'fault',
    name,
    on: [link],
    settings,
    needs: [toxic.type],
    async inject(scene, random) {
      const control = scene.site.link(link)
      // Two of one kind may be on at once, in steps that overlap.
      const toxicName = `${name}-${random.seed().toString(36)}`
      const inWindow = await openWindow(scene, link)
      const start = async () => {
        await control.add(toxicName, toxic)
        // A toxic acts from the start of a connection: what is pooled would slip past it.
        await scene.fleet.wire(link)?.hangUp()
      }
      await orUndo(start, () => control.remove(toxicName))
      const place = occupy(link, scene)
      return {
        witness: async () => seen(await inWindow()),
        async heal() {
          await control.remove(toxicName)
          place.release()
        },
        isHealed: () => place.isHealed(),
      }
    },
  }
}
