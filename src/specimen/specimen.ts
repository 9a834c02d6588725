/** Our own sync service as a part of a site: one process, SQLite and blobs on one volume, defects to switch on. */

import { fileURLToPath } from 'node:url'
import { service, type Domain, type Service, type Volume } from '../site/index.ts'
import type { Defect } from './server/options.ts'

export type Specimen = Service<'v1', never>

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
  const command = [process.execPath, SERVER, '--data', '/data']
  return service({
    versions: { v1: { command: [...command, ...(defects.length > 0 ? ['--defects', defects.join()] : [])] } },
    start: 'v1',
    data: { '/data': data },
    ready: { http: '/health' },
    in: domains,
  })
}
