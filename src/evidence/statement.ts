/**
 * What is signed: an in-toto statement of a test result, https://in-toto.io/attestation/test-result/v0.1. Its subjects
 * are all files of the run; what only syncdrill knows stands in `evidence`, which other readers pass over.
 */

import * as z from 'zod'

export const STATEMENT = 'https://in-toto.io/Statement/v1'
export const TEST_RESULT = 'https://in-toto.io/attestation/test-result/v0.1'

const text = z.string()
const count = z.int().nonnegative()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const digest = z.strictObject({ sha256 })
const counts = z.record(text, count)
const verdict = z.enum(['pass', 'fail', 'inconclusive'])
const commitment = z.enum(['shown', 'refuted', 'not shown'])
const maybe = text.exactOptional()

/** One arm, from its ledger; without a ledger it is only said why there is none. */
const ArmEvidence = z.strictObject({
  arm: text,
  folder: text,
  state: z.enum(['as expected', 'not as expected', 'error', 'not run']),
  exitCode: count,
  failures: z.array(z.strictObject({ class: text, because: text })),
  /** `hash`: of plan, row and promises, as compiled. `written`: of all lines that the heading wrote of them. */
  plan: z.strictObject({ hash: text, written: sha256 }).exactOptional(),
  expectation: z.strictObject({ verdict, written: sha256, state: text }).exactOptional(),
  ledger: z
    .strictObject({
      entries: count,
      /** The hash of the last seal, which stands for every line before it. */
      head: text,
      chain: z.enum(['whole', 'torn', 'broken']),
    })
    .exactOptional(),
  attempt: z.int().positive().exactOptional(),
  verdict: verdict.exactOptional(),
  sentence: maybe,
  acknowledged: count.exactOptional(),
  fates: counts.exactOptional(),
  flags: counts.exactOptional(),
  doubts: z.array(z.strictObject({ kind: text, about: z.array(text), because: maybe })),
  promises: z.array(
    z.strictObject({
      promise: text,
      claim: text,
      verdict,
      listed: z.boolean(),
      waived: z.boolean(),
      evaluated: count,
      found: counts,
      unproven: maybe,
    }),
  ),
  witnesses: z.array(z.strictObject({ injury: text, name: text, step: text, saw: text, what: text })),
  /** Losses planted into this very ledger, and how many of them the judge named. None were planted without a pass. */
  control: z.strictObject({ named: count, missed: count, notApplicable: count }),
  recoveryPoint: z.record(text, z.strictObject({ ms: z.number(), lost: count, of: count })),
  recoveryTime: z.record(
    text,
    z.strictObject({
      half: z.number().exactOptional(),
      most: z.number().exactOptional(),
      all: z.number().exactOptional(),
    }),
  ),
  restoreOrder: z.array(z.strictObject({ collection: text, startMs: z.number(), endMs: z.number() })),
  backups: z.array(
    z.strictObject({ copy: text, backup: text, claimed: text, restorable: z.boolean(), complete: z.boolean() }),
  ),
  restores: z.array(z.strictObject({ step: text, from: text, copy: maybe, state: text, because: maybe })),
  gates: z.array(z.strictObject({ step: text, question: text, answer: text, because: text })),
  /** Steps that somebody else was to carry out: who replied, when, and with what words. */
  asks: z
    .array(
      z.strictObject({
        step: text,
        what: text,
        who: maybe,
        reply: text,
        words: text,
        by: text,
        through: text,
        time: text,
        tookMs: z.number(),
      }),
    )
    .exactOptional(),
  /** Milliseconds from the first entry to the last. */
  durationMs: z.number().exactOptional(),
})

const Evidence = z.strictObject({
  format: z.literal(1),
  /** Of syncdrill, of Node.js, and of the drill's own repository where it has them: `commit`, `lock`. */
  versions: z.record(text, text),
  /** Images that services ran from, by the engine's own identity of them; none on the embedded runtime. */
  images: z.array(z.strictObject({ service: text, version: text, image: text })),
  drill: text,
  title: text,
  run: text,
  /** Of a run that was put together: the runs of its shards, as their ledgers name them. */
  mergedFrom: z.array(text).exactOptional(),
  seed: count,
  challenge: maybe,
  runtime: text,
  started: text,
  durationMs: z.number(),
  exitCode: count,
  arms: z.array(ArmEvidence),
  notRun: z.strictObject({
    arms: z.array(text),
    /** Waived, or asked about nothing. */
    promises: z.array(z.strictObject({ arm: text, promise: text, because: text })),
    /** Skipped, refused or failed. */
    steps: z.array(z.strictObject({ arm: text, step: text, state: text, because: maybe })),
  }),
  notices: z.array(text),
  /** Of the file that the run was held against, `commitments.yaml`, and what each of its lines came to. */
  commitments: z
    .strictObject({
      provider: text,
      document: maybe,
      tier: text,
      sha256,
      lines: z.array(
        z.strictObject({
          field: text,
          promised: text,
          state: commitment,
          arms: z.array(z.strictObject({ arm: text, state: commitment, because: text, entries: z.array(count) })),
        }),
      ),
    })
    .exactOptional(),
  /** From the log of attempts at this drill as it was at the sealing; undefined where there was none. */
  attempts: z
    .strictObject({
      begun: count,
      /** By how they ended; `broken off` has those too that said nothing any more. */
      over: counts,
      /** Begun before the first arm of this run. */
      before: count,
      /** With the challenge of this run. */
      challenged: count,
    })
    .exactOptional(),
})

const Descriptor = z.strictObject({ name: text, digest })

export const Statement = z.strictObject({
  _type: z.literal(STATEMENT),
  subject: z.array(Descriptor),
  predicateType: z.literal(TEST_RESULT),
  predicate: z.strictObject({
    /** `PASSED` where every arm ended as its drill file says it must, and `FAILED` otherwise. */
    result: z.enum(['PASSED', 'FAILED']),
    /** The plan of each arm, and the lock file. */
    configuration: z.array(Descriptor),
    passedTests: z.array(text),
    warnedTests: z.array(text),
    failedTests: z.array(text),
    evidence: Evidence,
  }),
})

export type Statement = z.infer<typeof Statement>
export type Predicate = Statement['predicate']
export type Evidence = z.infer<typeof Evidence>
export type ArmEvidence = z.infer<typeof ArmEvidence>
