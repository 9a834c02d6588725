/** Whether reads of changes miss what is written at the same time: timestamps that are equal, mostly. */

import { fingerprint } from '../../records/index.ts'
import type { Saved } from '../subject.ts'
import { NO_CURSOR, Wrong, type Trial } from '../trial.ts'

const RECORDS = 40

export const whileReading: Trial = {
  name: 'while reading',
  claim: 'nothing is left out of what changed, however close together it was written',
  async attempt(subject) {
    const [reader, ...writers] = await Promise.all([subject.open(), subject.open(), subject.open(), subject.open()])
    let { cursor } = await subject.readAll(reader)
    if (cursor === undefined) return NO_CURSOR
    const saved: Saved[] = []
    let isOver = false
    const write = async (writer: (typeof writers)[number]) => {
      while (saved.length < RECORDS) saved.push(await subject.create(writer))
    }
    const writing = Promise.all(writers.map(write)).finally(() => {
      isOver = true
    })
    writing.catch(() => undefined)
    const seen = new Set<string | undefined>()
    for (let isLast = false; ; isLast = isOver) {
      const view = await subject.read(reader, cursor)
      for (const { body = '' } of view.rows) seen.add(fingerprint(body).version)
      cursor = view.cursor ?? cursor
      if (isLast) break
    }
    await writing
    const missing = saved.filter(({ version }) => !seen.has(version))
    if (missing.length === 0) return undefined
    const what = `${missing.length} of ${saved.length} records that were written while another device read`
    throw new Wrong(`${what} are in none of its reads of what changed: are rows of the same timestamp skipped?`)
  },
}
