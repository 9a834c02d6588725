/** What is asked of a volume that somebody else goes on using. */

import type { VolumeAccess } from './runtime.ts'

/** What `act` does with a file; undefined when that went away since it was listed, as those of a database do. */
export async function ifThere<T>(volume: VolumeAccess, path: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (thrown) {
    const isThere = (await volume.list()).some((file) => file.path === path)
    if (isThere) throw thrown
    return undefined
  }
}

export function readIfThere(
  volume: VolumeAccess,
  path: string,
  from?: number,
  bytes?: number,
): Promise<Buffer | undefined> {
  return ifThere(volume, path, () => volume.read(path, from, bytes))
}
