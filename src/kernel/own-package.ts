/** The package.json of this package: one folder above `src/`, or above `dist/` where it is compiled. */

import { readFileSync } from 'node:fs'

interface OwnPackage {
  readonly version: string
  readonly peerDependencies: Readonly<Record<string, string>>
}

export function ownPackage(): OwnPackage {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as OwnPackage
}
