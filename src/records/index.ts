/** What people keep, and how it is told apart, compared and made up. */

export type { Collection } from './collection.ts'
export { bodyOf, fieldsIn, settled, type Fields } from './fields.ts'
export {
  blobNameOf,
  canonical,
  decode,
  digest,
  encode,
  fingerprint,
  isPlain,
  shownFields,
  type Plain,
} from './payload.ts'
export { POLICIES, type CollectionName, type Policies, type Policy } from './policies.ts'
export { calendar, contacts, notes, photos, PRESET, PRESET_NAMES, scores, tasks, type PresetName } from './preset.ts'
export { bytesOf, hostileValueOf, shaOf, valueOf, type BlobSource } from './values.ts'
export { isSeenBy, join, tokenOf, type Token, type VersionVector } from './version.ts'
