/** Ledgers that another version of syncdrill wrote: known by their first line, and refused with one sentence. */

import { Failure } from '../kernel/index.ts'
import { FORMAT } from './planned.ts'

const OTHER = /^\{[^{}]*"is":"run"[^{}]*"format":(\d+)[,}]/

/** `line` is the first of the file, and no entry that this version knows. */
export function refuseOtherFormat(line: string, called: string): void {
  const format = Number(OTHER.exec(line)?.[1] ?? FORMAT)
  if (format === FORMAT) return
  throw new Failure(
    'usage',
    `${called}: expected a ledger of format ${FORMAT}, got format ${format}: ` +
      'judge it with the version of syncdrill that wrote it',
  )
}
