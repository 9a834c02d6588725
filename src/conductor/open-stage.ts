/** Puts a stage together, and takes it apart in the opposite order. */

import type { CompiledDrill } from '../drill/index.ts'
import { RunningFleet } from '../fleet/index.ts'
import type { DrillClock } from '../kernel/index.ts'
import type { Ledger } from '../ledger/index.ts'
import type { Runtime } from '../runtime/index.ts'
import { Copies } from './copies.ts'
import { Doors } from './doors.ts'
import { Injuries } from './injuries.ts'
import { nameOfTarget } from './names.ts'
import type { Stage } from './stage.ts'
import { Wires } from './wires.ts'

interface Opening {
  readonly compiled: CompiledDrill
  readonly runtime: Runtime
  readonly ledger: Ledger
  readonly clock: DrillClock
  readonly signal: AbortSignal
  readonly run: string
  readonly logs: string
}
