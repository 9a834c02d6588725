/** What is kept as files: photos as pictures, notes as documents. */

import type { Kind } from './folder.ts'
import { contentOf, photoOf } from './photo.ts'

export const PHOTOS: Kind = {
  collection: 'photos',
  contentType: 'image/jpeg',
  ending: '.jpg',
  write: photoOf,
  read: contentOf,
}

/** A document is what the device stores, unchanged. */
export const DOCUMENTS: Kind = {
  collection: 'notes',
  contentType: 'application/json; charset=utf-8',
  ending: '.json',
  write: ({ body }) => Buffer.from(body),
  read: (file) => ({ body: Buffer.from(file).toString() }),
}
