/** What happened in a run, in order: entries, the one writer, the streaming reader, and the hash chain between them. */

export type * from './entries.ts'
export type { Decided } from './decided.ts'
export { beginningOf, type Beginning } from './beginning.ts'
export { DELETES_UNDONE, DEVICES_AHEAD, OLDER_STATE, type SideEffect } from './side-effects.ts'
export { FORMAT } from './planned.ts'
export { headOf, readLedger } from './reader.ts'
export { scan, type Scan } from './scan.ts'
export type { ChainState } from './verify.ts'
export { Ledger, type LedgerClock } from './writer.ts'
