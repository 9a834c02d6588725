/** The few things that `init` asks a person at a terminal. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Interface } from 'node:readline/promises'
import type { Ci, Wanted } from './files.ts'

export const DEFAULT_FOLDER = 'scenarios'

/** What the project seems to use, by what lies in it. */
export function likelyCi(project: string): readonly Ci[] {
  const isThere = (path: string) => existsSync(join(project, path))
  return [
    ...(isThere('.github') ? (['github'] as const) : []),
    ...(isThere('.gitlab-ci.yml') || isThere('.gitlab') ? (['gitlab'] as const) : []),
  ]
}

/** Asks for what is not given; an empty answer takes what stands in brackets. */
export async function askFor(given: Partial<Wanted>, project: string, asking: Interface): Promise<Wanted> {
  const folder =
    given.folder ?? ((await asking.question(`Folder of drills [${DEFAULT_FOLDER}]: `)).trim() || DEFAULT_FOLDER)
  if (given.ci) return { folder, ci: given.ci }
  const likely = likelyCi(project)
  const shown = likely.length === 0 ? 'none' : likely.join(',')
  for (;;) {
    const said = (await asking.question(`An example for CI: github, gitlab, github,gitlab or none [${shown}]: `)).trim()
    const ci = said === '' ? likely : ciIn(said)
    if (ci) return { folder, ci }
  }
}

/** `github,gitlab`, or `none`; undefined for anything else. */
export function ciIn(text: string): readonly Ci[] | undefined {
  if (text === 'none') return []
  const named = text.split(',').map((one) => one.trim())
  return named.every(isCi) ? [...new Set(named)] : undefined
}

const isCi = (text: string): text is Ci => text === 'github' || text === 'gitlab'
