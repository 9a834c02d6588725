import { join } from 'node:path'
import { describe } from 'vitest'
import { newFolder } from '../../testing/server.ts'
import { FORMATS, type Version } from '../formats.ts'
import { storeContract } from '../store.contract.ts'
import { createIfMissing } from './files.ts'
import { FolderBlobs } from './folder-blobs.ts'
import { SqliteStore } from './sqlite.ts'

describe.each(['v1', 'v2'] satisfies Version[])('SQLite, format %s', (version) => {
  storeContract(async () => {
    const folder = newFolder()
    const path = join(folder.path, 'database.sqlite')
    createIfMissing(path, join(folder.path, 'blobs'), FORMATS[version])
    const open = () => SqliteStore.open(path, { mode: 'write', version })
    let store = open()
    return {
      store,
      blobs: new FolderBlobs({ folder: join(folder.path, 'blobs'), incoming: join(folder.path, 'incoming') }),
      reopen: async () => {
        await store.close()
        store = open()
        return store
      },
      [Symbol.asyncDispose]: async () => {
        await store.close()
        folder[Symbol.dispose]()
      },
    }
  })
})
