/**
 * Photos and documents as files on a WebDAV service. The last writer wins: whoever writes on a version that is no
 * longer there is refused, by the service where it compares ETags, and by the client where it does not.
 */

import { client } from './client.ts'

/**
 * Photos and notes as files over WebDAV: a photo is a JPEG in `/<user>/photos/` with its record in a segment of its
 * own, a note a JSON document in `/<user>/documents/`. Folders are made where they are missing; tags are ETags, a
 * cursor is the listing that was read last. Where a service compares no ETags, two devices that write at once may
 * overwrite one another.
 * @example
 * clients: { files: webdav(nas) }
 */
export const webdav = client({
  carries: ['photos', 'notes'],
  policies: { photos: 'lww', notes: 'lww' },
  connect: async ({ send }, account) => {
    // With its parser of XML, which only WebDAV needs.
    const [{ Folder }, { sessionOf }, { PHOTOS, DOCUMENTS }] = await Promise.all([
      import('./webdav/folder.ts'),
      import('./webdav/folders.ts'),
      import('./webdav/kinds.ts'),
    ])
    const home = `/${encodeURIComponent(account.user)}/`
    return sessionOf({
      photos: new Folder(send, PHOTOS, [home, `${home}photos/`], account),
      notes: new Folder(send, DOCUMENTS, [home, `${home}documents/`], account),
    })
  },
})
