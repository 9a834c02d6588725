/** Nothing that anybody wrote is given up: a stale update becomes a second row beside the stored one. */

import type { Policy } from './policy.ts'

export const keepBoth: Policy = ({ stored, incoming, editor }) =>
  editor === 'stale' && stored !== undefined
    ? { is: 'add', resolution: 'kept both' }
    : { is: 'replace', body: incoming, resolution: 'applied' }
