/**
 * A path that cuts messages up: small segments, a radio that sends in bursts. On the wire: answers come in pieces of so
 * many bytes, one after the other. It heals by being removed. More was sent in its window than fits into one piece for
 * each answer, so that at least one of them was cut; whoever takes one read for one message reads half of it.
 */

import { refuseOthers } from '../kernel/declared.ts'
import { bytesOf, msOf, type Duration, type Size } from '../kernel/index.ts'
import type { Link } from '../site/index.ts'
import type { Fault } from './fault.ts'
import { toxicFault } from './toxic-fault.ts'

interface Slices {
  readonly of: Size
  /** Between one piece and the next: without any, the receiver's kernel joins them again. */
  readonly apart?: Duration
}

/**
 * Cuts what a link brings to devices into pieces `of` at most a size, `apart` from each other (1 ms when left out).
 * Throws a usage error where the size is no whole number of bytes, of at least 1.
 * @example
 * inject(sliceLink(sync.link, { of: '100B', apart: '10ms' }))
 */
export function sliceLink(link: Link, { of: size, apart = '1ms', ...others }: Slices): Fault {
  refuseOthers('sliceLink', others, 'of', 'apart')
  const bytes = bytesOf(size, 'sliceLink: of')
  const delay = Math.round(msOf(apart, 'sliceLink: apart') * 1000)
  return toxicFault({
    name: 'sliceLink',
    link,
    settings: { of: size, apart },
    toxic: { type: 'slicer', stream: 'downstream', attributes: { average_size: bytes, size_variation: 0, delay } },
    seen: ({ requests, unanswered, bytesDown }) => {
      const [answers, pieces] = [requests - unanswered, Math.ceil(bytesDown / bytes)]
      const what = `${answers} answers (${bytesDown} bytes) came in at least ${pieces} pieces`
      return { what, count: Math.max(0, pieces - answers) }
    },
  })
}
