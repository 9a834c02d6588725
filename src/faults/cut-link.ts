/**
 * A network path is cut: a cable, a router, a firewall rule. On the wire: open connections close, new ones are refused.
 * It heals by being enabled again; its address has not moved. A cut that nobody ran into has not been seen.
 */

import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { openWindow } from './link-window.ts'

export function cutLink(link: Link): Fault {
  return {
    is: 'fault',
    name: 'cutLink',
    on: [link],
    settings: {},
    needs: ['disable'],
    async inject({ site }) {
      const control = site.link(link)
      const inWindow = await openWindow(control)
      await control.disable()
      return {
        async witness() {
          const { refused, reset } = await inWindow()
          return { what: `${refused} connections were refused, ${reset} were cut off`, count: refused }
        },
        heal: () => control.enable(),
        isHealed: () => control.isClean(),
      }
    },
  }
}
