/** Which Vitest works with this package: the user's own, in a version that package.json names. */

import { createRequire } from 'node:module'
import { Failure } from '../kernel/index.ts'
import { ownPackage } from '../kernel/own-package.ts'

/** Throws an environment `Failure` where another Vitest is installed, which some package managers only warn of. */
export function demandVitest(): void {
  const { version, peerDependencies } = ownPackage()
  const { version: found } = createRequire(import.meta.url)('vitest/package.json') as { readonly version: string }
  const range = peerDependencies['vitest'] ?? ''
  if (isWithin(found, range)) return
  const works = `vitest ${found} is installed, and ${version} of this package works with ${range}`
  throw new Failure('environment', `${works}: npm install --save-dev vitest@${range}`)
}

/** Of a range such as `^5.1.1`, and no other kind. */
export function isWithin(version: string, range: string): boolean {
  const [major = 0, minor = 0, patch = 0] = numbersOf(version)
  const [sameMajor = 0, minorLeast = 0, patchLeast = 0] = numbersOf(range.slice(1))
  return major === sameMajor && (minor > minorLeast || (minor === minorLeast && patch >= patchLeast))
}

/** A version that is not out yet counts as the one that it leads to. */
function numbersOf(version: string): readonly number[] {
  return version.split('-', 1)[0]?.split('.').map(Number) ?? []
}
