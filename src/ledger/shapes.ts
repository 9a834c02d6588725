/**
 * What each entry must look like in the file, so that a ledger edited by hand gives a clear error and not a crash.
 * The last line holds these shapes to the types of `entries.ts`: neither can change without the other.
 */

import * as z from 'zod'
import { POLICIES } from '../records/index.ts'
import type { EntryKind, Stamped } from './entries.ts'
import { DECISIONS } from './decided.ts'
import { FORMAT } from './planned.ts'
import { plan, plannedStep, workAct } from './plan-shape.ts'

const text = z.string()
const maybe = z.string().exactOptional()
const count = z.int().nonnegative()
const texts = z.array(text)
const map = z.record(text, text)
const flag = z.literal(true).exactOptional()
const collection = text
const collections = z.array(collection)
const plain = z.json()
const stamp = { at: count, ms: z.number(), drillMs: z.number() }

function entry<K extends EntryKind, S extends z.core.$ZodLooseShape>(is: K, shape: S) {
  return z.object({ is: z.literal(is), ...stamp, ...shape })
}

const expectation = z.object({
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  because: maybe,
  breaches: z
    .array(
      z.object({
        promise: text,
        findings: texts.exactOptional(),
        optional: flag,
        refused: flag,
        share: z.tuple([z.number(), z.number()]).exactOptional(),
        collections: collections.exactOptional(),
        acknowledged: workAct.exactOptional(),
        by: maybe,
      }),
    )
    .exactOptional(),
})

const held = z.object({ account: text })
const party = z.discriminatedUnion('kind', [
  held.extend({ kind: z.literal('server') }),
  held.extend({ kind: z.enum(['device', 'new device']), device: text }),
  held.extend({ kind: z.enum(['aside', 'outbox']), device: text }),
  held.extend({ kind: z.literal('copy'), copy: text }),
  held.extend({ kind: z.literal('salvage'), volume: text, extractor: text }),
])

const holder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('volume'), volume: text }),
  z.object({ kind: z.literal('device'), device: text }),
])

const exit = z.object({
  code: z.int().exactOptional(),
  signal: maybe,
  outOfMemory: flag,
})

const content = { hash: maybe, fields: map.exactOptional(), score: z.number().exactOptional() }

export const SHAPES = {
  run: entry('run', {
    format: z.literal(FORMAT),
    run: text,
    drill: text,
    title: text,
    story: text,
    sources: texts,
    arm: text,
    row: z.record(text, plain),
    seed: z.number(),
    challenge: maybe,
    attempt: z.int().positive().exactOptional(),
    rehearsal: flag,
    rehearsed: z.object({ started: text, how: text }).exactOptional(),
    runtime: text,
    because: text,
    versions: map,
    started: text,
    planHash: text,
  }),
  plan: entry('plan', { plan }),
  promise: entry('promise', { promise: text, claim: text, terms: plain, listed: flag, waived: flag }),
  collection: entry('collection', {
    name: collection,
    policy: z.enum(POLICIES),
  }),
  expectation: entry('expectation', { expectation }),
  intent: entry('intent', {
    op: text,
    step: text,
    device: text,
    account: text,
    collection,
    record: text,
    change: z.enum(['create', 'update', 'delete']),
    afterMs: z.number(),
    there: flag,
  }),
  phase: entry('phase', {
    phase: z.enum(['start', 'given', 'adopt', 'before', 'disaster', 'recovery', 'heal', 'quiesce', 'audit']),
    state: z.enum(['begin', 'end', 'broken off']),
  }),
  step: entry('step', {
    step: text,
    state: z.enum(['begin', 'end', 'skipped', 'refused', 'failed']),
    because: maybe,
    command: texts.exactOptional(),
    exit: exit.exactOptional(),
    tail: texts.exactOptional(),
    mayFail: flag,
  }),
  strike: entry('strike', { step: text }),
  service: entry('service', {
    service: text,
    version: text,
    state: z.enum(['started', 'stopped', 'killed', 'paused', 'resumed', 'replaced', 'failed', 'given up']),
    because: maybe,
    by: z.literal('supervisor').exactOptional(),
    image: maybe,
    exit: exit.exactOptional(),
    tail: texts.exactOptional(),
  }),
  device: entry('device', {
    device: text,
    state: z.enum(['online', 'offline', 'power cycled', 'reset', 'replaced', 'epoch changed', 'set aside']),
    because: maybe,
    records: texts.exactOptional(),
  }),
  door: entry('door', {
    service: text,
    collections,
    state: z.enum(['closed', 'validated', 'opened']),
    step: maybe,
    rows: count.exactOptional(),
  }),
  availability: entry('availability', { service: text, state: z.enum(['up', 'down']) }),
  log: entry('log', { service: text, milestone: text }),
  moment: entry('moment', { step: text, service: text, milestone: text, state: z.enum(['came', 'never']) }),
  build: entry('build', { step: text, service: text, when: z.enum(['before', 'after']), told: maybe, because: maybe }),
  announcement: entry('announcement', {
    step: text,
    words: text,
    claims: z.object({
      kind: z.enum(['lost', 'kept', 'complete', 'back']),
      of: z.union([z.literal('everything'), collections]),
      withinMs: z.number().exactOptional(),
    }),
    cites: maybe,
  }),
  gate: entry('gate', { step: text, question: text, answer: z.enum(['go', 'stop']), because: text }),
  asked: entry('asked', { step: text, what: text, who: maybe, withinMs: z.number(), of: text }),
  replied: entry('replied', {
    step: text,
    reply: z.enum(['done', 'declined', 'none']),
    words: text,
    by: text,
    through: z.enum(['terminal', 'command', 'webhook']),
    time: text,
  }),
  decision: entry('decision', {
    before: text,
    decision: z.enum(DECISIONS),
    by: text,
    time: text,
    adds: plannedStep.exactOptional(),
  }),
  note: entry('note', { text, aloud: flag }),
  quiesced: entry('quiesced', {
    state: z.enum(['quiet', 'timed out']),
    because: maybe,
    unlike: z
      .array(
        z.object({
          collection,
          record: text,
          between: z.tuple([text, text]),
          shows: z.tuple([text.nullable(), text.nullable()]),
        }),
      )
      .exactOptional(),
  }),
  edit: entry('edit', {
    op: text,
    device: text,
    account: text,
    collection,
    record: text,
    change: z.enum(['put', 'delete']),
    version: text,
    saw: z.record(text, z.number()),
    basedOn: texts,
    ...content,
    bytes: count.exactOptional(),
    fresh: flag,
    adopted: flag,
  }),
  skipped: entry('skipped', { op: text, because: text }),
  sent: entry('sent', {
    op: text,
    attempt: count,
    device: text,
    key: text,
    by: z.enum(['edge restore', 'salvage', 'program']).exactOptional(),
  }),
  answered: entry('answered', {
    op: text,
    attempt: count,
    outcome: z.enum(['acked', 'rejected', 'indeterminate']),
    because: maybe,
    status: z.int().exactOptional(),
    id: maybe,
    tag: maybe,
  }),
  'given up': entry('given up', { op: text, because: text }),
  silence: entry('silence', {
    client: text,
    service: text,
    through: z.enum(['link', 'direct']),
    state: z.enum(['unanswered', 'over']),
    asked: z.enum(['read', 'change']),
    reads: count.exactOptional(),
    by: maybe,
    waitedMs: z.number().exactOptional(),
  }),
  view: entry('view', {
    view: count,
    party,
    scope: z.enum(['full', 'delta']),
    when: z.enum(['adopt', 'sync', 'read back', 'after step', 'gate', 'quiesce', 'final']),
    unread: collections.exactOptional(),
  }),
  row: entry('row', {
    view: count,
    collection,
    id: text,
    record: maybe,
    version: maybe,
    ...content,
    deleted: flag,
    blobMissing: flag,
  }),
  viewed: entry('viewed', {
    view: count,
    state: z.enum(['complete', 'unreadable', 'gone']),
    unread: collections.exactOptional(),
    rows: count,
    because: maybe,
  }),
  traces: entry('traces', { where: text, records: texts }),
  injury: entry('injury', {
    injury: text,
    step: text,
    name: text,
    kind: z.enum(['fault', 'damage']),
    on: texts,
    settings: plain,
    state: z.enum(['begin', 'injected', 'failed', 'healing', 'healed', 'residue']),
    took: z.array(holder).exactOptional(),
    because: maybe,
  }),
  witness: entry('witness', { injury: text, saw: z.enum(['effect', 'nothing']), what: text, count }),
  copy: entry('copy', {
    backup: text,
    copy: text,
    volume: text,
    state: z.enum(['begin', 'claimed ok', 'failed', 'deleted', 'withdrawn']),
    because: maybe,
    bytes: count.exactOptional(),
  }),
  'clean room': entry('clean room', {
    copy: text,
    finding: z.enum(['sound', 'empty', 'incomplete', 'inconsistent', 'unusable', 'outdated']),
    because: maybe,
  }),
  restore: entry('restore', {
    step: text,
    from: z.enum(['copy', 'edge', 'salvage']),
    copy: maybe,
    state: z.enum(['begin', 'refused', 'validated', 'opened', 'end']),
    collection: collection.exactOptional(),
    because: maybe,
    accounts: texts.exactOptional(),
  }),
  replaced: entry('replaced', { what: text, kind: z.enum(['volume', 'service']), asideAs: maybe }),
  end: entry('end', {
    state: z.enum(['complete', 'aborted', 'ground lost']),
    because: maybe,
    counts: z.record(text, count),
  }),
} satisfies { readonly [K in EntryKind]: z.ZodType<Extract<Stamped, { is: K }>> }
