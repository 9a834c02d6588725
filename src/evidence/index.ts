/** Signed evidence of a run: one file that a stranger verifies with a public key, and nothing else of ours but this. */

export { runAgain, type Again } from './again.ts'
export { filesOf, type Files } from './files.ts'
export { privateKeyIn, publicKeyIn } from './keys/key.ts'
export { seal } from './seal.ts'
export { verifyBundle, type Check, type CheckName, type Verified } from './verify.ts'
