/** Everything a phase or a step can reach while one arm runs. */

import type { Roster, RunningFleet } from '../fleet/index.ts'
import type { History } from '../history/index.ts'
import type { DrillClock } from '../kernel/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { CollectionName } from '../records/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Service, Topology, Volume } from '../site/index.ts'
import type { Copies } from './copies.ts'
import type { Doors } from './doors.ts'
import type { Target } from './external/target.ts'
import type { Injuries } from './injuries.ts'
import type { Routes } from './routes.ts'

export interface Stage {
  readonly topology: Topology
  readonly roster: Roster
  /** Names of what clients carry, in the order of the plan. */
  readonly collections: readonly CollectionName[]
  readonly ledger: Ledger
  readonly clock: DrillClock
  readonly site: RunningSite
  readonly fleet: RunningFleet
  /** Where the service is somebody else's. */
  readonly target: Target | undefined
  /** Where the drill file stands. */
  readonly folder: string
  readonly doors: Doors
  readonly routes: Routes
  readonly injuries: Injuries
  readonly copies: Copies
  /** Of the ledger, up to its newest entry. */
  readonly history: History
  /** Versions that upgrades have left, per service, newest last. */
  readonly versionsBefore: Map<Service, string[]>
  /** Aborted when the run must end: a lost lifeline, a signal, a deadline. */
  readonly signal: AbortSignal
  /** Volumes that `replace` set aside, oldest first. */
  readonly asides: { readonly volume: Volume; readonly asideAs: string }[]
}
