/** A bundle: what was said of a run, the signatures of that, and the files of the run, in one archive. */

import { createHash } from 'node:crypto'
import { unzip, zip } from './archive/gzip.ts'
import { pack, Refused, unpack, type Members } from './archive/tar.ts'
import { SEALED, type Files } from './files.ts'
import { toEnvelope } from './keys/dsse.ts'
import type { PrivateKey } from './keys/key.ts'
import { toMinisign } from './keys/minisign.ts'
import { toSshSignature } from './keys/sshsig.ts'
import { STATEMENT, Statement, TEST_RESULT, type Predicate } from './statement.ts'

export { Refused }

/** The statement, and three signatures of it by one key: whoever verifies has one of the programs for them. */
const NAMES = {
  statement: `${SEALED}statement.json`,
  envelope: `${SEALED}statement.dsse.json`,
  minisign: `${SEALED}statement.json.minisig`,
  ssh: `${SEALED}statement.json.sig`,
} as const

export type Sealed = Readonly<Record<keyof typeof NAMES, Buffer>>

export interface Bundle {
  readonly sealed: Sealed
  readonly files: Files
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

export function statementOf(predicate: Predicate, files: Files): Buffer {
  const subject = [...files].map(([name, bytes]) => ({ name, digest: { sha256: sha256Of(bytes) } }))
  const statement: Statement = { _type: STATEMENT, subject, predicateType: TEST_RESULT, predicate }
  return Buffer.from(`${JSON.stringify(Statement.parse(statement), null, 2)}\n`)
}

/** `comment`: one line that minisign shows, such as which run it is. */
export function signed(statement: Buffer, key: PrivateKey, comment: string): Sealed {
  return {
    statement,
    envelope: Buffer.from(toEnvelope(statement, key)),
    minisign: Buffer.from(toMinisign(statement, key, comment)),
    ssh: Buffer.from(toSshSignature(statement, key)),
  }
}

export function toBundle({ sealed, files }: Bundle): Buffer {
  return zip(pack(inOrder({ sealed, files })))
}

function inOrder({ sealed, files }: Bundle): Members {
  const own = Object.entries(NAMES).map(([what, name]) => [name, sealed[what as keyof Sealed]] as const)
  return new Map([...own, ...[...files].toSorted(([one], [other]) => (one < other ? -1 : 1))])
}

/** In memory only: nothing is written anywhere. Throws `Refused` for what is no bundle. */
export function bundleIn(bytes: Buffer): Bundle {
  const members = unpack(unzip(bytes))
  const part = (name: string): Buffer => {
    const found = members.get(name)
    if (!found) throw new Refused(`${JSON.stringify(name)} is missing`)
    return found
  }
  const sealed = {
    statement: part(NAMES.statement),
    envelope: part(NAMES.envelope),
    minisign: part(NAMES.minisign),
    ssh: part(NAMES.ssh),
  }
  const own: ReadonlySet<string> = new Set(Object.values(NAMES))
  const files = new Map([...members].filter(([name]) => !own.has(name)))
  const names = [...inOrder({ sealed, files }).keys()]
  const misplaced = [...members.keys()].find((name, place) => name !== names[place])
  if (misplaced !== undefined) throw new Refused(`${JSON.stringify(misplaced)} is not in its place`)
  return { sealed, files }
}
