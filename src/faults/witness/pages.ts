/** Pages of all files of a volume: drawn by seed, overwritten in place, and read again by whoever doubts it. */

import { partOf, type Random } from '../../kernel/index.ts'
import { ifThere, readIfThere, type VolumeAccess } from '../../runtime/index.ts'

/** SQLite's default, and the block size of most file systems. */
const PAGE_BYTES = 4096
/** Pages that touch are read and written together, up to this many. */
const RUN_PAGES = 256

/** Pages that lie side by side in one file. */
export interface PageRun {
  readonly path: string
  readonly from: number
  readonly bytes: number
}

/** All pages, or that part of them; of a volume that is not empty, at least one. */
export async function drawPages(volume: VolumeAccess, fraction: number, random: Random): Promise<readonly PageRun[]> {
  const files = (await volume.list()).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const pages = files.flatMap(({ path, bytes }) =>
    Array.from({ length: Math.ceil(bytes / PAGE_BYTES) }, (_, page) => ({ path, page, bytes })),
  )
  const wanted = partOf(pages.length, fraction)
  const drawn = wanted === pages.length ? pages : inOrder(random.shuffle([...pages.keys()]).slice(0, wanted), pages)
  const runs: { path: string; from: number; bytes: number }[] = []
  for (const { path, page, bytes } of drawn) {
    const from = page * PAGE_BYTES
    const length = Math.min(PAGE_BYTES, bytes - from)
    const last = runs.at(-1)
    const touches = last?.path === path && last.from + last.bytes === from && last.bytes < RUN_PAGES * PAGE_BYTES
    if (last && touches) last.bytes += length
    else runs.push({ path, from, bytes: length })
  }
  return runs
}

export const pagesIn = (runs: readonly PageRun[]): number =>
  runs.reduce((sum, { bytes }) => sum + Math.ceil(bytes / PAGE_BYTES), 0)

/** Overwrites each run with what `change` makes of it; a database may have put away some of its files meanwhile. */
export async function overwrite(
  volume: VolumeAccess,
  runs: readonly PageRun[],
  change: (content: Buffer, run: PageRun) => Uint8Array,
): Promise<void> {
  for (const run of runs) {
    await ifThere(volume, run.path, async () => {
      const content = await volume.read(run.path, run.from, run.bytes)
      await volume.overwrite(run.path, run.from, change(content, run))
    })
  }
}

/** How many of the pages that are still there satisfy `hit` when they are read again. */
export async function countPages(
  volume: VolumeAccess,
  runs: readonly PageRun[],
  hit: (page: Buffer, at: { readonly path: string; readonly from: number }) => boolean,
): Promise<number> {
  let count = 0
  for (const { path, from, bytes } of runs) {
    const content = (await readIfThere(volume, path, from, bytes)) ?? Buffer.alloc(0)
    for (let offset = 0; offset < content.length; offset += PAGE_BYTES) {
      const page = content.subarray(offset, offset + PAGE_BYTES)
      if (hit(page, { path, from: from + offset })) count += 1
    }
  }
  return count
}

function inOrder<T>(indices: readonly number[], list: readonly T[]): readonly T[] {
  return indices.toSorted((a, b) => a - b).flatMap((index) => list[index] ?? [])
}
