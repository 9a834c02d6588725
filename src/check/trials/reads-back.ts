/** Whether what was written can be read again, unchanged, by somebody else. */

import type { Row, View } from '../../clients/index.ts'
import { decode, fingerprint, settled, type Collection, type Fields, type Plain } from '../../records/index.ts'
import { rowsOf, type Saved } from '../subject.ts'
import { Wrong, type Trial } from '../trial.ts'

const SHOWN = 60

export const readsBack: Trial = {
  name: 'reads back',
  claim: 'what one device wrote, another one reads: same id, same tag, same body',
  async attempt(subject) {
    const writer = await subject.open()
    const saved: Saved[] = []
    for (const one of subject.carries) saved.push(await subject.create(writer, one))
    const view = await subject.readAll(await subject.open())
    refuseEmpty(view, saved)
    for (const one of saved) compare(subject.collectionOf(one.collection), one, rowOf(view, one))
    return undefined
  },
}

function refuseEmpty({ rows }: View, saved: readonly Saved[]): void {
  if (rows.length > 0) return
  const what = `wrote ${saved.length} records, and a full read right after has no rows at all`
  throw new Wrong(`${what}: is an error page, or a page of another form, read as an empty list?`)
}

function rowOf(view: View, { collection, record, id }: Saved): Row {
  const row = view.rows.find((one) => one.id === id)
  if (row) return row
  const [other] = rowsOf(view, record)
  const what = `a record of ${collection} was acknowledged with id '${id}', and a full read`
  if (other) throw new Wrong(`${what} shows it with id '${other.id}': ids must stay the same`)
  throw new Wrong(`${what} does not show it`)
}

/** As the judge does: what the collection says may change is no difference. */
function compare(own: Collection, saved: Saved, row: Row): void {
  const { collection, body, blob, tag } = saved
  if (row.collection !== collection) throw new Wrong(`a record of ${collection} comes back as one of ${row.collection}`)
  if (row.body === undefined) throw new Wrong(`a record of ${collection} that was just written comes back as deleted`)
  const settle = (fields: Fields) => settled(own, fields)
  const [sent, got] = [fingerprint(body, blob, settle), fingerprint(row.body, row.blob, settle)]
  if (sent.hash !== got.hash) {
    throw new Wrong(`a body of ${collection} comes back changed: ${difference(settle, saved, row)}`)
  }
  if (tag !== undefined && row.tag !== tag) {
    const words = `push answers the tag '${tag}' for a record of ${collection}, a read shows '${row.tag ?? 'none'}'`
    throw new Wrong(`${words}: an edit that is based on it would be refused as a conflict`)
  }
}

function difference(
  settle: (fields: Fields) => Fields,
  { body: sent, blob }: Saved,
  { body: got = '', blob: back }: Row,
): string {
  const [before, after] = [decode(sent), decode(got)]
  if (!before || !after) return `sent ${inWords(sent)}, got ${inWords(got)}`
  if (before.record !== after.record || before.version !== after.version) {
    return `it names record and version ${after.record} ${after.version}, sent ${before.record} ${before.version}`
  }
  const [made, shown] = [settle(before.fields), settle(after.fields)]
  const names = [...new Set([...Object.keys(made), ...Object.keys(shown)])]
  const changed = names.find((name) => JSON.stringify(made[name]) !== JSON.stringify(shown[name]))
  if (changed !== undefined) {
    return `${changed}: sent ${inWords(before.fields[changed])}, got ${inWords(after.fields[changed])}`
  }
  const came = back === undefined ? 'none' : back.length
  return `of the bytes beside it, ${blob?.length ?? 0} were sent, and ${came} came back`
}

function inWords(value: Plain | undefined): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
