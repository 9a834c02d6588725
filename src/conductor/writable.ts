/** Writing where a disk may refuse. */

import { Failure, reasonOf } from '../kernel/index.ts'

/** A disk that is full, read-only or gone is nobody's bug. */
export async function writable(path: string, write: (path: string) => Promise<unknown>): Promise<void> {
  await write(path).catch((thrown: unknown) => {
    throw new Failure('environment', `${path}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  })
}
