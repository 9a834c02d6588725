/** What a provider promised, as its customer wrote it down. */

export { commitmentsIn, readCommitments, type Commitment, type Commitments } from './read.ts'
export type { Terms } from './schema.ts'
