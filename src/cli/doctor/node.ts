/** Node.js: drill files are TypeScript, which it reads from 24 on. */

import type { Finding } from './finding.ts'

const OLDEST = 24

export function nodeHere(version = process.version): Finding {
  const isFit = Number.parseInt(version.slice(1), 10) >= OLDEST
  return {
    part: 'Node.js',
    fitness: isFit ? 'fit' : 'unfit',
    found: `${version}, ${process.platform} ${process.arch}`,
    ...(!isFit && { advice: `expected ${OLDEST} or later: https://nodejs.org/en/download` }),
  }
}
