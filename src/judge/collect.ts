/** Reads a ledger once, entry by entry, into a case. Memory grows with records and final rows, not with views. */

import type { Act, Stamped } from '../ledger/entries.ts'
import type { RecordClass, Token } from '../records/index.ts'
import { emptyCase, type Case, type InjuryState, type Moment, type RowAt, type View } from './case.ts'

type Of<K extends Stamped['is']> = Extract<Stamped, { readonly is: K }>
interface OpenView {
  readonly view: Of<'view'>
  readonly rows: RowAt[]
}

const ACTS: readonly string[] = ['before', 'disaster', 'recovery']

export class Collector {
  readonly case: Case = emptyCase()
  readonly #views = new Map<number, OpenView>()
  readonly #names = new Map<string, string>()
  #act: Act | undefined
  #begunAt = 0

  take(entry: Stamped): void {
    switch (entry.is) {
      case 'edit':
        return this.#edit(entry)
      case 'sent':
        return this.#sent(entry)
      case 'answered':
        return this.#answered(entry)
      case 'view':
        return void this.#views.set(entry.view, { view: entry, rows: [] })
      case 'row':
        return void this.#views.get(entry.view)?.rows.push(entry)
      case 'viewed':
        return this.#viewed(entry)
      case 'injury':
      case 'witness':
        return this.#injury(entry)
      case 'copy':
      case 'clean room':
        return this.#copy(entry)
      default:
        return this.#other(entry)
    }
  }

  #edit(entry: Of<'edit'>): void {
    const write = {
      op: entry.op,
      at: entry.at,
      device: entry.device,
      account: entry.account,
      class: entry.class,
      record: entry.record,
      change: entry.change,
      token: entry.version,
      saw: entry.saw,
      basedOn: entry.basedOn,
      hash: entry.hash,
      fields: entry.fields ?? {},
      score: entry.score,
      fresh: entry.fresh === true,
      sent: [],
      rejected: [],
      offered: [],
      acked: undefined,
    }
    this.case.writes.set(write.token, write)
    this.case.byOp.set(write.op, write)
    this.case.byRecord.set(write.record, [...(this.case.byRecord.get(write.record) ?? []), write])
    if (write.change === 'put') this.#hold(write.token, write.device, entry.at)
  }

  #sent({ op, at, by, device }: Of<'sent'>): void {
    const write = this.case.byOp.get(op)
    write?.sent.push(at)
    if (by) write?.offered.push({ at, by, device })
  }

  #answered(entry: Of<'answered'>): void {
    const write = this.case.byOp.get(entry.op)
    if (!write) return
    if (entry.outcome === 'acked') write.acked ??= this.#moment(entry)
    if (entry.outcome === 'rejected') write.rejected.push(entry.at)
  }

  #viewed(entry: Of<'viewed'>): void {
    const open = this.#views.get(entry.view)
    this.#views.delete(entry.view)
    if (!open) return
    const {
      view: { at, ms, party, scope, when, unread = [] },
      rows,
    } = open
    const view: View = {
      at,
      ms,
      party,
      scope,
      when,
      unread: new Set([...unread, ...(entry.unread ?? [])]),
      state: entry.state,
      rows,
    }
    if (when === 'final') this.case.finals.push(view)
    if (when === 'gate') this.case.gateViews.push(view)
    if (when === 'read back' && party.kind === 'server') this.case.readBacks.push(view)
    if (party.kind === 'server') this.#server(view)
    if (party.kind === 'device') this.#device(view, party.device)
  }

  #server(view: View): void {
    for (const { version } of view.rows) if (version !== undefined) add(this.case.shown, version, view.at)
    if (view.when === 'adopt') {
      this.case.adopted.push(view)
      return
    }
    const { at, ms, when, unread, state, party } = view
    add(this.case.looks, party.account, { at, ms, when, unread, state })
    if (state === 'complete') add(this.case.serverReads, party.account, { at, ms, when, unread, state })
  }

  #device(view: View, device: string): void {
    for (const { version, at } of view.rows) if (version !== undefined) this.#hold(version, device, at)
    if (view.when !== 'sync') return
    const classes = new Set<RecordClass>(view.rows.map((row) => row.class))
    if (classes.size > 0) this.case.pulls.push({ at: view.at, classes })
  }

  #hold(token: Token, device: string, at: number): void {
    const holders = this.case.held.get(token) ?? new Map<string, number>()
    // The latest moment counts: a device may get again what it had lost.
    holders.set(device, at)
    this.case.held.set(token, holders)
  }

  #injury(entry: Of<'injury'> | Of<'witness'>): void {
    const { injuries } = this.case
    const known = injuries.find(({ id }) => id === entry.injury)
    if (entry.is === 'witness') {
      if (known) known.witness = { saw: entry.saw, what: entry.what }
      return
    }
    const injury: InjuryState = known ?? {
      id: entry.injury,
      name: entry.name,
      step: entry.step,
      kind: entry.kind,
      from: entry.at,
      until: Infinity,
      injectedAt: undefined,
      took: [],
      failed: undefined,
      residue: undefined,
      witness: undefined,
    }
    if (!known) injuries.push(injury)
    if (entry.state === 'injected') {
      injury.injectedAt = entry.at
      injury.took = entry.took ?? []
    }
    if (entry.state === 'healed') injury.until = entry.at
    if (entry.state === 'failed') injury.failed = entry.because ?? 'it could not be injected'
    if (entry.state === 'residue') injury.residue = entry.because ?? 'it could not be healed'
  }

  #copy(entry: Of<'copy'> | Of<'clean room'>): void {
    const known = this.case.copies.findLast(({ copy }) => copy === entry.copy)
    if (entry.is === 'clean room') {
      if (known) {
        known.found = entry.finding
        known.because = entry.because
      }
      return
    }
    if (known && entry.state === 'withdrawn') known.claimed = 'withdrawn'
    if (known && entry.state === 'deleted') known.deleted = true
    const { copy, backup, volume, at, drillMs } = entry
    if (entry.state === 'begin') this.#begunAt = at
    if (entry.state !== 'claimed ok' && entry.state !== 'failed') return
    this.case.copies.push({
      copy,
      backup,
      volume,
      at,
      drillMs,
      begunAt: this.#begunAt,
      claimed: entry.state === 'failed' ? 'failed' : 'ok',
      deleted: false,
      found: undefined,
      because: entry.state === 'failed' ? entry.because : undefined,
    })
  }

  #other(entry: Stamped): void {
    const its = this.case
    if (entry.is === 'plan') {
      its.plan = entry.plan
      const name = (steps: typeof entry.plan.steps): void => {
        for (const step of steps) {
          this.#names.set(step.id, step.name)
          name(step.steps ?? [])
        }
      }
      name(entry.plan.steps)
    }
    if (entry.is === 'promise') {
      const { promise, claim, terms, listed = false, waived = false } = entry
      its.promised.push({ promise, claim, terms, listed, waived })
    }
    if (entry.is === 'policy') its.policies[entry.class] = entry.policy
    if (entry.is === 'expectation') its.expectation = entry.expectation
    if (entry.is === 'phase') this.#phase(entry)
    if (entry.is === 'step') this.#step(entry)
    if (entry.is === 'build') {
      const { step, service, when, told } = entry
      its.builds.push({ step, service, when, told })
    }
    if (entry.is === 'gate') {
      const { step, question, answer, because } = entry
      its.gates.push({ step, question, answer, because })
    }
    if (entry.is === 'moment' && entry.state === 'never') {
      its.neverCame.push(`${entry.service} never said '${entry.milestone}' during ${entry.step}`)
    }
    if (entry.is === 'strike') {
      its.strike = this.#moment(entry)
      its.strikeStep = entry.step
    }
    if (entry.is === 'quiesced') its.quiesced = { state: entry.state, because: entry.because }
    if (entry.is === 'end') its.end = { state: entry.state, because: entry.because }
    if (entry.is === 'traces') for (const record of entry.records) its.traces.add(record)
    if (entry.is === 'door') its.doors.push({ at: entry.at, ms: entry.ms, classes: entry.classes, state: entry.state })
    if (entry.is === 'restore') {
      its.restores.push({
        at: entry.at,
        ms: entry.ms,
        from: entry.from,
        state: entry.state,
        class: entry.class,
        accounts: entry.accounts,
        step: entry.step,
        copy: entry.copy,
        because: entry.because,
      })
    }
    if (
      entry.is === 'device' &&
      (entry.state === 'reset' || entry.state === 'replaced' || (entry.state === 'power cycled' && entry.records))
    ) {
      its.deviceLosses.push({ device: entry.device, at: entry.at })
    }
  }

  #phase({ phase, state, at }: Of<'phase'>): void {
    if (state === 'begin') {
      this.case.phaseAt.set(phase, { begin: at, end: Infinity })
      this.#act = ACTS.includes(phase) ? (phase as Act) : undefined
      return
    }
    const known = this.case.phaseAt.get(phase)
    if (known) known.end = at
    this.#act = undefined
  }

  #step({ step, state, at }: Of<'step'>): void {
    if (state === 'begin') {
      this.case.steps.push({ step, name: this.#names.get(step) ?? step, from: at, until: Infinity })
      return
    }
    const known = this.case.steps.findLast((one) => one.step === step && one.until === Infinity)
    if (known) known.until = at
  }

  #moment({ at, ms, drillMs }: Stamped): Moment {
    return { at, ms, drillMs, act: this.#act }
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
