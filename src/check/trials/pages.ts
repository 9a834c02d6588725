/** Whether reads go on after the first page, whatever its size. */

import { monotonicMs } from '../../kernel/index.ts'
import type { View } from '../../clients/index.ts'
import { shownBy, type Saved } from '../subject.ts'
import { Wrong, type Trial } from '../trial.ts'

/** Just above what services like to put on a page. */
const SIZES = [12, 22, 52, 102, 202, 502, 1_002]
const PATIENCE_MS = 20_000
const WRITERS = 4

export const pages: Trial = {
  name: 'pages',
  claim: 'a full read, and a read of what changed, go on to the last page',
  async attempt(subject) {
    const writers = await Promise.all(Array.from({ length: WRITERS }, () => subject.open()))
    const reader = await subject.open()
    const { cursor } = await subject.readAll(reader)
    const saved: Saved[] = []
    const began = monotonicMs()
    const hasTime = () => monotonicMs() - began < PATIENCE_MS
    for (const size of SIZES) {
      await Promise.all(
        writers.map(async (writer) => {
          while (saved.length < size && hasTime()) saved.push(await subject.create(writer))
        }),
      )
      refuseMissing(saved, await subject.readAll(reader), 'a full read')
      if (cursor !== undefined) refuseMissing(saved, await subject.read(reader, cursor), 'a read of what changed')
      if (!hasTime()) break
    }
    return `tried with up to ${saved.length} new records in one account`
  },
}

function refuseMissing(saved: readonly Saved[], view: View, what: string): void {
  const shown = saved.filter((one) => shownBy(view, one)).length
  if (shown === saved.length) return
  const counts = `wrote ${saved.length} records, and ${what} shows ${shown} of them`
  throw new Wrong(`${counts}: does the service answer in pages, and the adapter not ask for the next one?`)
}
