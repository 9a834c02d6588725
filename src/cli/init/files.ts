/** What `init` writes: files of a template, each with where it goes and what it is for. */

import { readFile } from 'node:fs/promises'

export type Ci = 'github' | 'gitlab'

export interface Wanted {
  /** Folder of drills, from the project's own. */
  readonly folder: string
  readonly ci: readonly Ci[]
}

export interface NewFile {
  /** From the project's own folder. */
  readonly path: string
  readonly purpose: string
  /** What to do where the file is there already; without it, `init` cannot go on. */
  readonly instead?: string
  readonly text: () => Promise<string>
}

const DRILLS = [
  { name: 'crash.drill.ts', purpose: 'the drill: kills the service while phones write' },
  { name: 'clients/ours.ts', purpose: 'the adapter: how a device talks to your service, with what to fill in' },
  { name: 'stand-in/service.ts', purpose: 'a small service, so that the drill runs as it is' },
] as const

const CI = {
  github: { path: '.github/workflows/drills.yml', purpose: 'GitHub Actions: every drill, for each push' },
  gitlab: { path: '.gitlab/drills.yml', purpose: 'GitLab: every drill; to be included from .gitlab-ci.yml' },
} as const

export function filesOf({ folder, ci }: Wanted): readonly NewFile[] {
  const drills = DRILLS.map(({ name, purpose }) => ({
    path: `${folder}/${name}`,
    purpose,
    text: templateOf(`scenarios/${name}`),
  }))
  const pipelines = ci.map((system) => ({
    ...CI[system],
    instead: `left as it is: add 'npx syncdrill run --seed 7' to it`,
    text: templateOf(`${system}.yml`),
  }))
  const config = {
    path: 'vitest.config.ts',
    purpose: 'drills beside your other tests: npx vitest run',
    instead: "left as it is: add syncdrill() of 'syncdrill/vitest' to its plugins",
    text: templateOf('vitest.config.ts'),
  }
  return [...drills, config, ...pipelines]
}

const templateOf = (name: string) => () => readFile(new URL(`template/${name}`, import.meta.url), 'utf8')
