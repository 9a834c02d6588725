/** Our own sync service as a part of a site: one process, SQLite and blobs on one volume, defects to switch on. */

import { fileURLToPath } from 'node:url'
import { service, type Domain, type Service, type Volume } from '../site/index.ts'
import { specimenBuild } from './image.ts'
import type { Defect } from './server/options.ts'

export type Milestone = 'migration half done' | 'migration done' | 'backup half done'
export type Specimen = Service<'v1' | 'v2', Milestone>

export interface SpecimenOptions {
  readonly data: Volume
  /** Mistakes of real services that it makes on purpose; none by default. */
  readonly defects?: readonly Defect[]
  readonly in?: readonly Domain[]
}

const SERVER = fileURLToPath(
  new URL(`./server/main${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
)

export function specimen({ data, defects = [], in: domains = [] }: SpecimenOptions): Specimen {
  // The very program that runs us: another `node` on the path may be too old for what the server is written in.
  const run = { command: [process.execPath, SERVER], image: 'syncdrill/specimen:1', build: specimenBuild() }
  const flags = defects.length > 0 ? ['--defects', defects.join()] : []
  const as = (version: 'v1' | 'v2') => ({ ...run, args: ['--data', '/data', '--run-as', version, ...flags] })
  return service({
    versions: { v1: as('v1'), v2: as('v2') },
    start: 'v1',
    data: { '/data': data },
    ready: { http: '/health' },
    build: { http: '/version' },
    milestones: {
      'migration half done': said('migration half done'),
      'migration done': said('migration done'),
      'backup half done': said('backup half done'),
    },
    in: domains,
  })
}

const said = (milestone: Milestone): RegExp => new RegExp(`"message":"${milestone}"`)
