/** What every renderer keeps: hostile text comes out as text, in every place where text of strangers can stand. */

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Judgement } from '../judge/judgement.ts'
import { reportOf, type ArmOutcome, type Report } from './report.ts'

export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  ']]>',
  ']]><evil/>',
  '<!-- -- -->',
  '&amp;&lt;&#0;&bogus;',
  '\u001B]0;owned\u0007\u001B[2J\u001B[1;31mred',
  '\u009B31m C1',
  'one\nline\r\nor\ttwo',
  '\u202Egnp.exe \u2066isolate\u2069',
  'zero\u200Bwidth\uFEFF\u00AD',
  'half \uD83D of a pair, \uDE00 and the other',
  'a\u0000b\uFFFE\uFFFF',
  '| a | table | ` code ``` [link](javascript:alert(1)) ![img](http://evil.test/x)',
  '@everyone https://evil.test www.evil.test #1',
  "'; rm -rf ~ #$(touch /tmp/x)`id`",
  '"quoted" \\backslash\\',
  '日本語 🎉 e\u0301',
]

/** Characters that a terminal obeys, or that turn writing round or hide in it. Newlines end our own lines. */
const OBEYED = /(?!\n)[\p{Cc}\p{Bidi_Control}\u200B\u2028\u2029\uFEFF]/u

interface Rendering {
  readonly name: string
  readonly render: (report: Report) => string
  /** Parses what was rendered, as its reader would, into everything that a person could read in it. */
  readonly read: (rendered: string) => string
  /** How the reader sees a text of ours. */
  readonly seen: (text: string) => string
}

export function rendererContract({ name, render, read, seen }: Rendering): void {
  describe(`${name}: text of strangers`, () => {
    test.each(HOSTILE)('%j stands there as text, and nothing obeys it', (text) => {
      const rendered = render(madeUpReport(text))
      expect(rendered).not.toMatch(OBEYED)
      expect(read(rendered)).toContain(seen(text))
    })

    test('any other text can be read back too', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
          const rendered = render(madeUpReport(text))
          expect(rendered).not.toMatch(OBEYED)
          expect(read(rendered)).toContain(seen(text))
        }),
        { numRuns: 300 },
      )
    })
  })
}

/** A failed and a troubled arm, with `text` wherever the system under test, or a careless author, can put words. */
export function madeUpReport(text: string): Report {
  const outcome: ArmOutcome = {
    arm: text,
    row: { copies: text },
    line: 12,
    folder: 'as-reported',
    durationMs: 12_345,
    phases: [{ phase: 'before', ms: 3_000 }],
    usage: {
      services: { [text]: { cpuMs: 2_640, memoryBytes: 136_000_000 } },
      harness: { cpuMs: 3_500, memoryBytes: 357_000_000 },
    },
    sent: {
      to: [text],
      planned: { create: 41, change: 14, delete: 41 },
      counts: { 'sign in': 8, read: 160, create: 41, change: 12, delete: 40, again: 3 },
      refused: 1,
      made: [text],
      deleted: 36,
      kept: false,
      unheard: 1,
      left: [text],
    },
    expected: { verdict: 'fail' },
    judgement: madeUpJudgement(text),
  }
  const facts = {
    drill: 'sidekick-2009',
    file: 'scenarios/sidekick-2009.drill.ts',
    title: text,
    story: text,
    sources: [text],
    seed: 7,
    run: '20260101-ab12',
    started: '2026-01-01T10:00:00.000Z',
    durationMs: 50_000,
    runtime: 'embedded',
    because: text,
    versions: { specimen: text },
  }
  const broken: ArmOutcome = { ...outcome, arm: `${text} again`, failures: [{ class: 'environment', because: text }] }
  return reportOf(facts, [outcome, broken])
}

export function madeUpJudgement(text: string): Judgement {
  const finding = { promise: 'nothingAcknowledgedIsLost', finding: 'unrecoverable', because: text, lines: [3, 9] }
  return {
    verdict: 'fail',
    doubts: [{ kind: 'did not quiesce', about: [text], lines: [3], voids: 'any verdict', because: text }],
    sentence: '143 of 600 acknowledged records are unrecoverable, photos worst, taken by power cycle',
    chain: { state: 'whole' },
    acknowledged: 600,
    fates: { unrecoverable: 143, durable: 457 },
    flags: { diverged: 2 },
    fatesByCollection: { photos: { unrecoverable: 143, durable: 7 }, notes: { durable: 450 } },
    fatesByDevice: { [text]: { unrecoverable: 143, durable: 7 }, 'phone-2': { durable: 450 } },
    flagsByCollection: { photos: { diverged: 2 } },
    promises: [
      {
        promise: 'nothingAcknowledgedIsLost',
        claim: 'nothing acknowledged is lost',
        verdict: 'fail',
        listed: true,
        waived: false,
        evaluated: 600,
        findings: Array.from({ length: 143 }, () => finding),
      },
    ],
    witnesses: [{ injury: 'i1', name: 'zeroPages', step: 'disaster.1', saw: 'effect', what: text }],
    backups: [
      {
        copy: 'nightly-1',
        backup: 'nightly',
        volume: 'vault',
        claimed: 'ok',
        restorable: false,
        complete: false,
        ageMs: 3_600_000,
        fresh: true,
        found: 'empty',
        because: text,
      },
    ],
    restores: [{ step: 'recovery.2', from: 'copy', copy: 'nightly-1', state: 'refused', because: text }],
    edits: { sent: 700, acked: 600, refused: 60, unanswered: 40 },
    services: [
      {
        service: text,
        ends: [{ at: 7, ms: 9, because: text, tail: [text] }],
        startedAgain: 1,
        gaveUp: text,
        atEnd: 'not running',
      },
    ],
    failedSteps: [{ step: 'recovery.1', label: text, mayFail: false, command: [text], because: text, tail: [text] }],
    gates: [{ step: 'disaster.2', question: 'verifies', answer: 'stop', because: text }],
    rehearsal: {
      before: { started: '2026-11-23T04:10:22.000Z', how: text },
      decisions: [{ before: 'disaster.2', decision: text, by: text, time: '2026-11-24T04:10:22.000Z' }],
    },
    asks: [
      {
        step: 'recovery.1',
        what: text,
        who: text,
        reply: 'declined',
        words: text,
        by: text,
        through: 'terminal',
        time: '2026-11-24T04:10:22.000Z',
        tookMs: 9_000,
      },
    ],
    origins: { 'rec-1': text, 'rec-2': 'phones-3' },
    control: { mutants: [{ mutant: 'one missing', state: 'named', because: text }] },
    metrics: {
      recoveryPoint: { photos: { ms: 3_600_000, lost: 143, of: 150 } },
      cut: 'clean',
      newerThanCopy: { 'offered again': 3 },
      recoveryTime: { notes: { half: 900, most: 1_500 } },
      restoreOrder: [{ collection: 'notes', startMs: 1, endMs: 2 }],
      blastRadius: { devices: 2, withLoss: 1, withTotalLoss: 0 },
      minimumCut: {},
    },
    worst: [
      {
        collection: 'photos',
        record: text,
        account: text,
        fate: 'unrecoverable',
        flags: ['diverged'],
        writtenBy: [text],
        acknowledgedAt: 40,
        lastSeen: { at: 88, party: text },
        cause: { kind: 'injury', by: text, step: text, at: 40, on: [text], holder: text, others: [] },
        because: text,
        lines: [3, 40, 88],
      },
    ],
    expectation: { state: 'as expected', expected: 'fails', mismatches: [] },
  }
}
