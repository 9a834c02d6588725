/**
 * A network path is cut: a cable, a router, a firewall rule. On the wire: open connections close, new ones are refused.
 * It heals by being enabled again; its address has not moved. A cut that nobody ran into has not been seen.
 *
 * Devices tell how their requests fared. Services do not, and a proxy never hears of whom the kernel refuses on its
 * behalf: between services a cut is seen from outside, by knocking at the link's own address, and only where the link
 * had carried something before. One that nobody ever used is as good as uncut.
 */

import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { occupy, openWindow } from './witness/link-window.ts'
import { isShut } from './witness/shut-link.ts'
import { orUndo } from './orderly.ts'

/**
 * Cuts a link: open connections close, new ones are refused, until it is healed. No effect where nobody runs into it.
 * @example
 * inject(cutLink(site.services.sync.link))
 */
export function cutLink(link: Link): Fault {
  return {
    is: 'fault',
    name: 'cutLink',
    on: [link],
    settings: {},
    needs: ['disable'],
    async inject(scene) {
      const control = scene.site.link(link)
      const inWindow = await openWindow(scene, link)
      await orUndo(
        () => control.disable(),
        () => control.enable(),
      )
      const place = occupy(link, scene)
      return {
        async witness() {
          if (!scene.fleet.wire(link)) return isShut(scene.site, link)
          const { requests, unanswered, turnedAway } = await inWindow()
          const what = `${unanswered} of ${requests} requests had no answer, ${turnedAway} connections were turned away`
          return { what, count: unanswered + turnedAway }
        },
        async heal() {
          await control.enable()
          place.release()
        },
        isHealed: () => place.isHealed(),
      }
    },
  }
}
