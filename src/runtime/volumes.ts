/** What is asked of a volume that somebody else goes on using. */

import type { VolumeAccess } from './runtime.ts'

/** Undefined for a file that went away since it was listed, as those of a database do. */
export async function readIfThere(
  volume: VolumeAccess,
  path: string,
  from?: number,
  bytes?: number,
): Promise<Buffer | undefined> {
  try {
    return await volume.read(path, from, bytes)
  } catch (thrown) {
    const isThere = (await volume.list()).some((file) => file.path === path)
    if (isThere) throw thrown
    return undefined
  }
}
