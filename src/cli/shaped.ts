/** A JSON file that syncdrill wrote itself, as far as somebody asks for it. */

import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { Failure, reasonOf } from '../kernel/index.ts'

/** Throws a usage `Failure` that names the file, what it should have been, and the member that is wrong. */
export async function readShaped<T>(path: string, shape: z.ZodType<T>, expected: string): Promise<T> {
  try {
    return shape.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (thrown) {
    const reason = thrown instanceof z.ZodError ? z.prettifyError(thrown).replaceAll(/\s+/g, ' ') : reasonOf(thrown)
    throw new Failure('usage', `${path}: expected ${expected}, got: ${reason}`, { cause: thrown })
  }
}
