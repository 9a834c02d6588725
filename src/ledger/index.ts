/** What happened in a run, in order: entries, the one writer, the streaming reader, and the hash chain between them. */

export { SEAL_START } from './chain.ts'
export type * from './entries.ts'
export { DELETES_UNDONE, DEVICES_AHEAD, OLDER_STATE, type SideEffect } from './side-effects.ts'
export { FORMAT } from './planned.ts'
export { headOf, LedgerBytes, readLedger } from './reader.ts'
export type { ChainState } from './verify.ts'
export { Ledger, type LedgerClock } from './writer.ts'
