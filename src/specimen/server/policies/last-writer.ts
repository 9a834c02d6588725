/** Last writer wins, by order of arrival: device clocks are not believed. */

import type { Policy } from './policy.ts'

export const lastWriter: Policy = ({ stored, incoming }) =>
  stored === undefined ? { is: 'gone' } : { is: 'replace', body: incoming, resolution: 'applied' }

/** As `lastWriter`, but an update beats a delete that its editor had not seen. */
export const lastWriterRevives: Policy = ({ incoming }) => ({ is: 'replace', body: incoming, resolution: 'applied' })
