/** Entity tags: random, so that none ever comes back for other content, not even after an older state was restored. */

import { randomBytes } from 'node:crypto'

export function mintEtag(): string {
  return `"${randomBytes(12).toString('hex')}"`
}

/** Accepts a tag without its quotes, and a weak one, as a strong one. */
export function normalise(given: string): string {
  return `"${given.trim().replace(/^W\//, '').replaceAll('"', '')}"`
}

export function matches(given: string | undefined, stored: string): boolean {
  return given !== undefined && (given.trim() === '*' || normalise(given) === stored)
}
