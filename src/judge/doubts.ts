/** What makes a run prove nothing: it did not happen, was not read, or had nothing to lose. */

import type { Case } from './case.ts'
import type { RecordFate } from './fates/fates.ts'

export function doubtsOf(its: Case, fates: readonly RecordFate[]): readonly string[] {
  return [
    ...endDoubts(its),
    ...injuryDoubts(its),
    ...its.neverCame.map((what) => `the moment never came: ${what}`),
    ...upgradeDoubts(its),
    ...readDoubts(its, fates),
    ...vacuityDoubts(its, fates),
    ...beforeDoubts(its),
  ]
}

function endDoubts({ end, quiesced }: Case): string[] {
  const doubts: string[] = []
  if (!end) doubts.push('the ledger has no end')
  else if (end.state === 'ground lost') doubts.push(`environment: ${end.because ?? 'no reason was given'}`)
  else if (end.state === 'aborted') doubts.push(`the run was broken off: ${end.because ?? 'no reason was given'}`)
  if (!quiesced && end?.state === 'complete') doubts.push('did not quiesce: nobody tried')
  if (quiesced?.state === 'timed out') doubts.push(`did not quiesce: ${quiesced.because ?? 'in time'}`)
  return doubts
}

function injuryDoubts({ injuries }: Case): string[] {
  return injuries.flatMap(({ name, step, witness, failed, residue }) => {
    const what = `${name} (${step})`
    if (failed !== undefined) return [`${what} was not injected: ${failed}`]
    const doubts = residue === undefined ? [] : [`${what} was not healed: ${residue}`]
    if (!witness) return [...doubts, `fault had no effect: nobody witnessed ${what}`]
    return witness.saw === 'nothing' ? [...doubts, `fault had no effect: ${what}: ${witness.what}`] : doubts
  })
}

/** The same build on both sides: nothing was upgraded. */
function upgradeDoubts({ builds }: Case): string[] {
  return builds.flatMap(({ step, service, when, told: before }) => {
    const after = builds.findLast((one) => one.step === step && one.when === 'after')
    if (when !== 'before' || before === undefined || after?.told !== before) return []
    return [`vacuous upgrade: ${service} said '${before}' before and after ${step}`]
  })
}

function readDoubts({ finals }: Case, fates: readonly RecordFate[]): string[] {
  const unverified = fates.filter(({ fate, fresh }) => fate === 'unverified' && !fresh)
  const server = finals.filter(({ party }) => party.kind === 'server')
  if (server.length === 0) return ['the server was never read at the end']
  const [first] = unverified
  return first ? [`${unverified.length} acknowledged records were not read at the end, ${first.record} first`] : []
}

function vacuityDoubts(its: Case, fates: readonly RecordFate[]): string[] {
  const from = its.phaseAt.get('before')?.begin ?? 0
  const until = its.phaseAt.get('disaster')?.end ?? Infinity
  const tried = [...its.writes.values()].filter(
    ({ at, fresh, sent }) => !fresh && at >= from && at <= until && sent.length > 0,
  )
  const carried = new Set(its.plan?.clients.flatMap(({ carries }) => carries) ?? [])
  const untried = [...carried].filter((one) => !tried.some((write) => write.class === one))
  const doubts: string[] = []
  if (untried.length > 0) doubts.push(`nothing to judge: nobody edited ${untried.join(', ')}`)
  if (!tried.some(({ acked }) => acked && acked.at <= until))
    doubts.push('nothing to judge: nothing was acknowledged before or during the disaster')
  const survived = ['durable', 'recovered', 'recovered-late']
  if (!fates.some(({ fate, fresh }) => !fresh && survived.includes(fate)))
    doubts.push('nothing to judge: no acknowledged record survived')
  const point = its.promised.some(({ promise, waived }) => promise === 'recoveryPoint' && !waived)
  if (point && its.strike) {
    const newest = its.copies.filter(({ claimed, at }) => claimed === 'ok' && at < (its.strike?.at ?? 0)).at(-1)
    const since = tried.some(({ at }) => at > (newest?.at ?? 0) && at < (its.strike?.at ?? 0))
    if (!since) doubts.push('nothing to judge: nobody edited between the newest copy and the strike')
  }
  return doubts
}

/** What was acknowledged and read back as missing before anything had struck: the service was already unwell. */
function beforeDoubts(its: Case): string[] {
  const missing: string[] = []
  const byAccount = Map.groupBy(its.byRecord, ([, [first]]) => first?.account ?? '')
  for (const view of its.readBacks) {
    if (view.state !== 'complete')
      return ['the service was already unwell: it could not be read back before the disaster']
    const shown = new Set(view.rows.map(({ record }) => record))
    for (const [record, writes] of byAccount.get(view.party.account) ?? []) {
      if (writes.some((write) => view.unread.has(write.class))) continue
      const before = writes.filter(({ acked, at }) => (acked?.at ?? Infinity) < view.at || at < view.at)
      const acked = before.filter((write) => write.acked && write.acked.at < view.at)
      const mayBeDeleted = before.some(
        ({ change, sent, rejected }) => change === 'delete' && sent.length > rejected.length,
      )
      if (acked.some(({ change }) => change === 'put') && !mayBeDeleted && !shown.has(record)) missing.push(record)
    }
  }
  const [first] = missing
  return first === undefined
    ? []
    : [`the service was already unwell: ${missing.length} records were missing before the disaster, ${first} first`]
}
