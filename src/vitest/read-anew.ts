/** Reads a drill file as it stands now: in watch mode it may have changed since this process imported it. */

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Failure } from '../kernel/index.ts'

export interface Reading {
  readonly title: string
  readonly arms: Readonly<Record<string, object>>
  /** Of the user: the drill file, and what it imports. Absolute paths. */
  readonly files: readonly string[]
  /** Why it is no drill, in words. */
  readonly mistake?: string
}

const READER = new URL(`./drill-reader${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** Throws a usage `Failure` where the file is no drill; `files` are told to `onFiles` first, for they may be mended. */
export async function readAnew(file: string, onFiles: (files: readonly string[]) => void): Promise<Reading> {
  const reader = new Worker(READER, { workerData: file, stdout: false, stderr: false })
  try {
    const [reading] = (await once(reader, 'message')) as [Reading]
    onFiles(reading.files)
    if (reading.mistake !== undefined) throw new Failure('usage', reading.mistake)
    return reading
  } finally {
    await reader.terminate()
  }
}
