/** How a ledger begins: what was planned, and what the services started from. The rest of the file is not read. */

import { Failure } from '../kernel/index.ts'
import type { Intent, Stamped } from './entries.ts'
import { readLedger } from './reader.ts'

type EntryOf<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>

export interface Beginning {
  readonly run: EntryOf<'run'>
  readonly plan: EntryOf<'plan'>['plan']
  readonly promises: readonly EntryOf<'promise'>[]
  /** In the order of the plan. */
  readonly intents: readonly Intent[]
  /** Of each service that runs from one, the first that it was started from. */
  readonly images: ReadonlyMap<string, string>
}

/** Throws a usage `Failure` for a file that cannot be read, and for one that is no ledger of a run. */
export function beginningOf(path: string): Beginning {
  let run: Beginning['run'] | undefined
  let plan: Beginning['plan'] | undefined
  const promises: EntryOf<'promise'>[] = []
  const intents: Intent[] = []
  const images = new Map<string, string>()
  for (const entry of readLedger(path)) {
    if (entry.is === 'phase' && entry.phase !== 'start' && entry.phase !== 'given') break
    if (entry.is === 'run') run = entry
    else if (entry.is === 'plan') ({ plan } = entry)
    else if (entry.is === 'promise') promises.push(entry)
    else if (entry.is === 'intent') intents.push(entry)
    else if (entry.is === 'service' && entry.image !== undefined && !images.has(entry.service)) {
      images.set(entry.service, entry.image)
    }
  }
  if (!run || !plan) throw new Failure('usage', `${path}: expected the ledger of a run, with its plan, found none`)
  return { run, plan, promises, intents, images }
}
