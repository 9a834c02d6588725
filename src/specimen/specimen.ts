/** Our own sync service as a part of a site: one process on a volume or before a database, defects to switch on. */

import { fileURLToPath } from 'node:url'
import { Failure } from '../kernel/index.ts'
import { didYouMean } from '../kernel/nearest.ts'
import { service, type Domain, type Neighbours, type Service, type Volume } from '../site/index.ts'
import { specimenBuild } from './image.ts'
import { DEFECTS, type Defect } from './server/defects.ts'

/** Moments that the specimen announces in its log. */
export type Milestone = 'migration half done' | 'migration done' | 'backup half done'
/** Our own sync service, as a part of a site: versions `v1` and `v2`. */
export type Specimen<N extends Neighbours = Neighbours> = Service<'v1' | 'v2', Milestone, N>

interface SpecimenOptions {
  /** Mistakes of real services that it makes on purpose; none by default. */
  readonly defects?: readonly Defect[]
  readonly in?: readonly Domain[]
}

const SERVER = fileURLToPath(
  new URL(`./server/main${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
)

/** In a SQLite file and a folder of photos, on one volume. */
interface OnVolume extends SpecimenOptions {
  readonly data: Volume
}

/** In a PostgreSQL server, photos too: the process itself keeps nothing. */
interface OnDatabase extends SpecimenOptions {
  readonly database: Service
}

/**
 * The specimen on one volume, with SQLite, or before a PostgreSQL server; `defects` are mistakes that it makes on
 * purpose. Throws a usage error for one that it does not know.
 * @example
 * const sync = specimen({ data: volume(), defects: ['marks a migration applied before it is'] })
 */
export function specimen(options: OnVolume): Specimen<{}>
export function specimen(options: OnDatabase): Specimen<{ readonly db: Service }>
export function specimen(options: OnVolume | OnDatabase): Specimen {
  const { defects = [], in: domains = [] } = options
  // The very program that runs us: another `node` on the path may be too old for what the server is written in.
  const run = { command: [process.execPath, SERVER], image: 'syncdrill/specimen:1', build: specimenBuild() }
  const flags = defects.length > 0 ? ['--defects', defects.map(idOf).join()] : []
  const place = 'data' in options ? ['--data', '/data'] : []
  const as = (version: 'v1' | 'v2') => ({ ...run, args: [...place, '--run-as', version, ...flags] })
  const common = {
    versions: { v1: as('v1'), v2: as('v2') },
    start: 'v1' as const,
    ready: { http: '/health' },
    build: { http: '/version' },
    milestones: {
      'migration half done': said('migration half done'),
      'migration done': said('migration done'),
      'backup half done': said('backup half done'),
    },
    in: domains,
  }
  if ('data' in options) return service({ ...common, data: { '/data': options.data } })
  return service({
    ...common,
    calls: { db: options.database },
    env: ({ db }) => ({ DATABASE_URL: `postgres://sync:sync@${db}/sync` }),
  })
}

/** Throws a usage `Failure`, for the words may come from where no compiler looks. */
function idOf(words: Defect): string {
  if (Object.hasOwn(DEFECTS, words)) return DEFECTS[words]
  const known = Object.keys(DEFECTS)
  const expected = `some of ${known.map((one) => `'${one}'`).join(', ')}${didYouMean(words, known)}`
  throw new Failure('usage', `specimen: defects: expected ${expected}, got '${words as string}'`)
}

/** Where it keeps its rows, when that is a server of its own. */
export function databaseOf({ calls }: Specimen): Service | undefined {
  const { db } = calls
  return db?.is === 'service' ? (db as Service) : undefined
}

const said = (milestone: Milestone): RegExp => new RegExp(`"message":"${milestone}"`)
