/**
 * Runs in a thread of its own, where nothing has been imported yet: reads a drill file as it stands now, and tells its
 * title, its arms and the user's files that it is made of.
 */

import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { load } from '../drill/index.ts'
import { Failure } from '../kernel/index.ts'
import type { Reading } from './read-anew.ts'

const files = new Set<string>()
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:') && !url.includes('/node_modules/')) files.add(fileURLToPath(url))
    return next(url, context)
  },
})

async function read(file: string): Promise<Reading> {
  try {
    const { drill } = await load(file)
    // Rows are plain values but for what is expected of them, which stays behind.
    return { files: [...files], title: drill.title, arms: JSON.parse(JSON.stringify(drill.arms)) as Reading['arms'] }
  } catch (thrown) {
    if (thrown instanceof Failure) return { files: [...files], title: '', arms: {}, mistake: thrown.message }
    throw thrown
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread has no origin.
parentPort?.postMessage(await read(workerData as string))
