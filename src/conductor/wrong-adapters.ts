/** Refuses a run whose adapters take a stranger's answer for that of their service, or change the ids of records. */

import { Subject, tryWithoutService, type Behind, type Tried } from '../check/index.ts'
import { guarded } from '../clients/guarded.ts'
import { isAdapter, type Adapter, type Session, type Wire } from '../clients/index.ts'
import { counted, Failure, Random } from '../kernel/index.ts'
import type { Stage } from '../stage/index.ts'
import { openToStranger } from './strangers.ts'

export interface Trying {
  readonly name: string
  readonly adapter: Adapter
  /** As devices wait. */
  readonly answerMs: number
}

/** How its sessions are opened, for the first account there is. */
export function sessionsOf({ roster }: Stage, { name, adapter }: Trying): (wire: Wire) => Promise<Session> {
  const connect = guarded(name, { connect: adapter.definition.connect, collections: adapter.collections })
  const [account = 'check'] = roster.accounts
  return (wire) => wire.session(connect, roster.credentials(account))
}

export const subjectOf = ({ name, adapter }: Trying, behind: Behind): Subject =>
  new Subject(adapter.collections, behind, new Random(`check/${name}`))

/** A stranger that says nothing at all is not waited for as long as a service: it is on this machine, and idle. */
const STRANGER_MS = 1_000

/**
 * The short form, before anybody is adopted: of strangers only, so that no service sees anything of it, and whatever is
 * wrong is the adapter's. Throws a usage `Failure` that names the adapter and says what it takes for what.
 */
export async function refuseWrongAdapters(stage: Stage): Promise<void> {
  const adapters = [...stage.topology.clients].flatMap(([name, client]) =>
    isAdapter(client) ? [{ name, adapter: client, answerMs: STRANGER_MS }] : [],
  )
  const tried = await Promise.all(adapters.map((one) => tryOnStrangers(stage, one)))
  const [wrong] = tried.flat().filter(({ state }) => state === 'failed')
  if (!wrong) return
  throw wrongAdapter(wrong.client, wrong.because ?? 'it is wrong')
}

/** After `before`: what is shown under other ids than it was acknowledged with, and nothing has struck, is no loss. */
export function refuseChangedIds({ topology, history }: Stage): void {
  const { ids, versions, records, injuries, restores, replaced } = history
  if ([injuries, restores, replaced].some(({ length }) => length > 0)) return
  const changed = ids.changed()
  const [first] = changed
  if (!first) return
  const record = versions.record.get(first.version)
  const collection = records.collection(record) ?? ''
  const carrier = [...topology.clients].find(([, client]) => isAdapter(client) && client.carries.includes(collection))
  const others = changed.length === 1 ? '' : `, and ${counted(changed.length - 1, 'other record')} likewise`
  const told = `${collection} ${records.name(record)} was acknowledged with id '${first.acked}', and is shown with id`
  throw wrongAdapter(carrier?.[0] ?? collection, `${told} '${first.shown}'${others}: ids must stay the same`)
}

function wrongAdapter(client: string, because: string): Failure {
  return new Failure(
    'usage',
    `the adapter of client '${client}', and not its service: ${because}; syncdrill check tries all of it`,
  )
}

function tryOnStrangers(stage: Stage, trying: Trying): Promise<readonly Tried[]> {
  const { signal } = stage
  const atNoService = () => Promise.reject(new Failure('bug', 'check: the short form asks no service'))
  const openTo = openToStranger(sessionsOf(stage, trying), { answerMs: trying.answerMs, signal })
  const behind = { open: atNoService, inSilence: atNoService, openTo }
  return tryWithoutService(trying.name, subjectOf(trying, behind), { signal })
}
