/** Each mistake that an adapter can make is found by the trial that is about it, and a right one passes them all. */
import { contacts, notes, photos, type Collection, type Plain } from '../records/index.ts'

import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { NoAnswer, Unreadable, type Change, type Outcome, type Row, type Session, type View } from '../clients/index.ts'
import { Random } from '../kernel/index.ts'
import { Subject, tryAdapter, tryWithoutService, type Behind, type Stranger, type Tried } from './index.ts'

type Mistake =
  | 'none'
  | 'cannot write photos'
  | 'reads nothing'
  | 'trims bodies'
  | 'drops bytes'
  | 'makes new ids'
  | 'answers old tags'
  | 'ignores updates'
  | 'adds updates'
  | 'does not tell deletes'
  | 'keeps deleted rows'
  | 'keeps devices apart'
  | 'loses its place'
  | 'skips equal times'
  | 'reads one page'
  | 'reads one page of changes'
  | 'calls silence rejected'
  | 'calls silence acknowledged'
  | 'calls silence empty'
  | 'reads error pages as nothing'
  | 'takes error pages for an acknowledgement'
  | 'calls hang-ups rejected'
  | 'calls hang-ups acknowledged'
  | 'calls hang-ups empty'

interface Kept {
  readonly row: Row
  readonly at: number
  readonly by: number
}

/** A service and its adapter in one, in memory. */
class Fake implements Behind {
  readonly #mistake: Mistake
  readonly #rows = new Map<string, Kept>()
  #clock = 0
  #devices = 0
  #isSilent = false

  constructor(mistake: Mistake) {
    this.#mistake = mistake
  }

  async open(): Promise<Session> {
    const device = ++this.#devices
    return {
      push: async (change) => {
        await turn()
        return this.#push(change, device)
      },
      pull: async (cursor) => {
        await turn()
        return this.#pull(cursor, device)
      },
    }
  }

  async inSilence<T>(act: () => Promise<T>): Promise<T> {
    this.#isSilent = true
    try {
      return await act()
    } finally {
      this.#isSilent = false
    }
  }

  openTo<T>(stranger: Stranger, act: (session: Session) => Promise<T>): Promise<T> {
    const mistake = this.#mistake
    return act({
      push: async () => {
        if (stranger === 'nobody') {
          if (mistake === 'calls hang-ups rejected') return { is: 'rejected', why: 'socket hang up' }
          if (mistake === 'calls hang-ups acknowledged') return { is: 'acked' }
          throw new NoAnswer('socket hang up')
        }
        if (mistake === 'takes error pages for an acknowledgement') return { is: 'acked' }
        return { is: 'indeterminate', why: '503' }
      },
      pull: async () => {
        if (stranger === 'nobody' && mistake !== 'calls hang-ups empty') throw new NoAnswer('socket hang up')
        if (stranger === 'nobody') return { kind: 'full', rows: [], cursor: '0' }
        if (mistake === 'reads error pages as nothing') return { kind: 'full', rows: [], cursor: '0' }
        throw new Unreadable('503')
      },
    })
  }

  #push({ collection, id: asked, as, body, blob }: Change, by: number): Outcome {
    const mistake = this.#mistake
    if (this.#isSilent) {
      if (mistake === 'calls silence rejected') return { is: 'rejected', why: 'timeout' }
      if (mistake === 'calls silence acknowledged') return { is: 'acked' }
      throw new NoAnswer('timeout')
    }
    if (mistake === 'cannot write photos' && collection === 'photos') return { is: 'rejected', why: '405' }
    this.#clock += 1
    const at = mistake === 'skips equal times' ? Math.ceil(this.#clock / 4) : this.#clock
    const tag = `t${this.#clock}`
    if (mistake === 'ignores updates' && as === 'change' && body !== undefined) return { is: 'acked', tag, id: asked }
    const id = mistake === 'adds updates' && as === 'change' && body !== undefined ? `${asked}-2` : asked
    if (body === undefined && mistake === 'keeps deleted rows') return { is: 'acked', tag, id }
    const kept = mistake === 'trims bodies' ? body?.replace(/"(name|title|caption)":"./, '"$1":"') : body
    const bytes = blob && mistake !== 'drops bytes' && { blob }
    const row = { id, collection, tag, ...(kept !== undefined && { body: kept }), ...bytes }
    this.#rows.set(id, { row, at, by })
    return { is: 'acked', id, tag: mistake === 'answers old tags' ? 'old' : tag }
  }

  #pull(cursor: string | undefined, by: number): View {
    const mistake = this.#mistake
    if (this.#isSilent) {
      if (mistake === 'calls silence empty') return { kind: 'full', rows: [], cursor: '0' }
      throw new NoAnswer('timeout')
    }
    const kept = [...this.#rows.values()].filter((one) => mistake !== 'keeps devices apart' || one.by === by)
    const next = Math.max(0, ...kept.map(({ at }) => at))
    const since = mistake === 'loses its place' && cursor === '0' ? next : Number(cursor ?? -1)
    const rows = kept.filter(({ at }) => at > since).map(({ row }) => row)
    const told = { cursor: mistake === 'loses its place' && cursor !== undefined ? `${next + 1}` : `${next}` }
    if (cursor !== undefined) {
      const changed = rows.filter(({ body }) => body !== undefined || mistake !== 'does not tell deletes')
      return { kind: 'delta', rows: mistake === 'reads one page of changes' ? changed.slice(0, 100) : changed, ...told }
    }
    const there = rows.filter(({ body }) => body !== undefined)
    if (mistake === 'reads nothing') return { kind: 'full', rows: [], ...told }
    if (mistake === 'makes new ids')
      return { kind: 'full', rows: there.map((row) => ({ ...row, id: `x${row.id}` })), ...told }
    return { kind: 'full', rows: mistake === 'reads one page' ? there.slice(0, 200) : there, ...told }
  }
}

async function tried(mistake: Mistake, collections: readonly Collection[] = [notes, contacts, photos]) {
  const subject = new Subject(collections, new Fake(mistake), new Random('check'))
  const told: Tried[] = []
  const all = await tryAdapter('api', subject, { tell: (one) => told.push(one), signal: new AbortController().signal })
  expect(told).toEqual(all)
  return all
}

test('a right one passes, and each trial says what is true of it', async () => {
  const all = await tried('none')
  expect(all.filter(({ state }) => state !== 'passed')).toEqual([])
  expect(all).toHaveLength(11)
  expect(all.find(({ trial }) => trial === 'pages')?.because).toMatch(/^tried with up to 100\d new records/)
})

test.each([
  ['cannot write photos', 'writes', /^a new record of photos is rejected: 405$/],
  ['reads nothing', 'reads back', /^wrote 3 records, and .* no rows at all: is an error page, .* an empty list\?$/],
  ['trims bodies', 'reads back', /^a body of notes comes back changed: title: sent '.+', got '.+'$/],
  [
    'drops bytes',
    'reads back',
    /^a body of photos comes back changed: of the bytes beside it, \d+ were sent, and none/,
  ],
  ['makes new ids', 'reads back', /acknowledged with id 'check-.*', and a full read shows it with id 'xcheck-.*': ids/],
  ['answers old tags', 'reads back', /^push answers the tag 'old' .* a read shows 't\d+': .* refused as a conflict$/],
  ['ignores updates', 'updates', /^an update is acknowledged, and a full read shows the version before it$/],
  ['adds updates', 'updates', /^after an update the record is there 2 times \(.*-2\)$/],
  ['does not tell deletes', 'deletes', /says nothing of a delete: a device would keep the record for good$/],
  ['keeps deleted rows', 'deletes', /^a delete is acknowledged, and a full read shows the record$/],
  ['keeps devices apart', 'reads back', /no rows at all/],
  ['loses its place', 'deltas', /^a read of what changed after such a read does not show/],
  ['skips equal times', 'while reading', /^\d+ of \d+ records that were written while .* same timestamp skipped\?$/],
  [
    'reads one page',
    'pages',
    /^wrote 20\d records, and a full read shows 1\d\d of them: does the service answer in pages/,
  ],
  ['reads one page of changes', 'pages', /^wrote 10\d records, and a read of what changed shows 100 of them/],
  ['calls silence rejected', 'silence', /^a change that nobody answered is called rejected: nobody knows/],
  ['calls silence acknowledged', 'silence', /^a change that nobody answered is called acknowledged$/],
  ['calls silence empty', 'silence', /^a read that nobody answered comes back as a list of 0 rows: it must throw$/],
  ['reads error pages as nothing', 'error pages', /^an error page is read as a list of 0 rows: it must throw$/],
  ['takes error pages for an acknowledgement', 'error pages', /^an error page in answer to a change is called ack/],
  ['calls hang-ups rejected', 'hang-ups', /^a change that was hung up on is called rejected: nobody knows/],
  ['calls hang-ups acknowledged', 'hang-ups', /^a change that was hung up on is called acknowledged: nobody knows/],
  ['calls hang-ups empty', 'hang-ups', /^a read that was hung up on comes back as a list of 0 rows: it must throw$/],
] satisfies [Mistake, string, RegExp][])('one that %s fails in %s, in plain words', async (mistake, trial, words) => {
  const failed = (await tried(mistake)).filter(({ state }) => state === 'failed')
  expect(failed.map((one) => one.trial)).toContain(trial)
  expect(failed.find((one) => one.trial === trial)?.because).toMatch(words)
  // Rows of the same time are skipped wherever two writes meet.
  if (mistake !== 'skips equal times') expect(failed[0]?.trial).toBe(trial)
})

test('no session outlives its trial: services let one account in so many times only', async () => {
  const fake = new Fake('none')
  let [open, most] = [0, 0]
  const counting: Behind = {
    inSilence: (act) => fake.inSilence(act),
    openTo: (stranger, act) => fake.openTo(stranger, act),
    async open() {
      open += 1
      most = Math.max(most, open)
      const session = await fake.open()
      return { ...session, close: async () => void (open -= 1) }
    },
  }
  const subject = new Subject([notes], counting, new Random('check'))
  const all = await tryAdapter('api', subject, { signal: new AbortController().signal })
  expect(all.every(({ state }) => state === 'passed')).toBe(true)
  expect([open, most > 1, most < 8]).toEqual([0, true, true])
})

test('after one of the first two has failed, nothing else is tried', async () => {
  const all = await tried('reads nothing')
  const others = all.slice(2)
  expect(others.length).toBeGreaterThan(5)
  for (const { state, because } of others) {
    expect([state, because]).toEqual(['not tried', "nothing else means anything before 'reads back' passes"])
  }
})

test('what a collection says may change is no mistake, and everything else still is', async () => {
  const failed = async (own: Collection) =>
    (await tried('trims bodies', [own])).filter(({ state }) => state === 'failed').map(({ trial }) => trial)
  const end = (value: Plain) => (typeof value === 'string' ? value.slice(-3) : value)
  expect(await failed(notes)).toEqual(['reads back'])
  expect(await failed({ ...notes, mayChange: { text: end } })).toEqual(['reads back'])
  expect(await failed({ ...notes, mayChange: { title: end } })).toEqual([])
})

test('the short form asks no service, and finds what an adapter makes of strangers', async () => {
  const tells = async (mistake: Mistake) => {
    const behind = new Fake(mistake)
    const asked = () => Promise.reject(new Error('the service was asked'))
    const alone: Behind = { open: asked, inSilence: asked, openTo: (stranger, act) => behind.openTo(stranger, act) }
    const subject = new Subject([notes], alone, new Random('check'))
    const all = await tryWithoutService('api', subject, { signal: new AbortController().signal })
    return all.map(({ trial, state }) => `${trial} ${state}`)
  }
  expect(await tells('none')).toEqual(['error pages passed', 'hang-ups passed'])
  expect(await tells('reads error pages as nothing')).toEqual(['error pages failed', 'hang-ups passed'])
  expect(await tells('calls hang-ups rejected')).toEqual(['error pages passed', 'hang-ups failed'])
})
