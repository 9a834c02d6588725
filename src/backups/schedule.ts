/** When a job runs and how many copies it keeps, as a site wants it said. */

import { msOf } from '../kernel/index.ts'
import type { Backup } from '../site/index.ts'
import type { Job } from './engine.ts'

/** `engine` is named in the error of a duration that is none. */
export function scheduleOf(
  { every, keep }: Pick<Job<unknown>, 'every' | 'keep'>,
  engine: string,
): Pick<Backup, 'everyMs' | 'keep'> {
  return {
    ...(every !== undefined && { everyMs: msOf(every, `${engine}: every`) }),
    ...(keep !== undefined && { keep }),
  }
}
