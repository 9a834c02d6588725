/** What people keep, and how it is told apart, compared and made up. */

export {
  COLLECTIONS,
  isCollectionName,
  POLICIES,
  type Policies,
  type Policy,
  type CollectionName,
} from './collections.ts'
export { blobNameOf, canonical, decode, digest, encode, fingerprint, type Plain } from './payload.ts'
export { isSeenBy, join, tokenOf, type Token, type VersionVector } from './version.ts'
export { bytesOf, hostileValueOf, valueOf, type BlobSource, type Fields } from './values.ts'
