/** A look at a link between services, which have no counters of ours: was it in use, and is it shut now? */

import type { RunningSite } from '../../runtime/index.ts'
import type { Link } from '../../site/index.ts'
import type { Witnessed } from '../fault.ts'
import { knock } from './probe.ts'

/**
 * Needs of a proxy that it counts bytes, if only at the end of a connection: a cut ends it. Who is closed at once may
 * also have met a dead service behind an open link, so the proxy is asked as well.
 */
export async function isShut(site: RunningSite, link: Link): Promise<Witnessed> {
  const control = site.link(link)
  const { bytesUp, bytesDown } = await control.counters()
  const carried = bytesUp + bytesDown
  const found = await knock(site.address(link))
  const shut = found !== 'open' && !(await control.isClean())
  const use = carried > 0 ? `had carried ${carried} bytes` : 'had never carried anything'
  return { what: `the link ${use}, and a connection to it is ${found}`, count: shut && carried > 0 ? 1 : 0 }
}
