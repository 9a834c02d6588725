/** Puts files on the disk: all of them whole, or none of them. */

import { open, rename, rm } from 'node:fs/promises'
import { uniqueName } from './random.ts'

/** Drafts of all first, then their names: a reader sees no half of a file, and a full disk leaves none of them. */
export async function writeWhole(files: readonly (readonly [path: string, text: string])[]): Promise<void> {
  const drafts = files.map(([path, text]) => ({ path, text, draft: `${path}.${uniqueName()}.tmp` }))
  const named: string[] = []
  try {
    for (const { draft, text } of drafts) {
      await using file = await open(draft, 'wx')
      await file.writeFile(text)
      await file.sync()
    }
    for (const { draft, path } of drafts) {
      await rename(draft, path)
      named.push(path)
    }
  } catch (thrown) {
    await Promise.all([...named, ...drafts.map(({ draft }) => draft)].map((path) => rm(path, { force: true })))
    throw thrown
  }
}
