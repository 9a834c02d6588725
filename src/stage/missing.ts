/** Which acknowledged records the final reads of the server did not show: what it is worth searching raw bytes for. */

import { Version, type History, type View } from '../history/index.ts'

export function missingIn(history: History): readonly string[] {
  const { records, rows, views } = history
  const missing: string[] = []
  for (let record = 1; record <= records.count; record += 1) {
    if (newestAcked(history, record)?.change !== 'put') continue
    const isShown = rows.of(record).some(({ view }) => isFinalOfServer(views[view]))
    if (!isShown) missing.push(records.name(record))
  }
  return missing
}

const isFinalOfServer = (view: View | undefined): boolean => view?.when === 'final' && view.party.kind === 'server'

function newestAcked({ records, versions }: History, record: number): Version | undefined {
  let newest: Version | undefined
  for (let place = records.first.get(record); place !== 0; place = versions.next.get(place)) {
    const version = new Version(versions, place)
    if ((version.acked?.at ?? -1) > (newest?.acked?.at ?? -1)) newest = version
  }
  return newest
}
