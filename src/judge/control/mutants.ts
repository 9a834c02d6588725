/** Damages that can be done to a case: what real services have done to real data, planted where this run allows it. */

import type { Case, Write } from '../case.ts'
import type { Evaluation } from '../evaluate.ts'
import {
  asVersion,
  dropping,
  flipped,
  invert,
  misattribute,
  omit,
  onSurvivor,
  parentOf,
  resurrect,
  score,
  SHOWN,
  unvalidated,
  type Planted,
} from './plants.ts'

export interface Mutant {
  readonly mutant: string
  /** The promise that must name it. */
  readonly promise?: string
  readonly apply: (its: Case, passed: Evaluation) => Planted | undefined
}

const LOSS = ['lost', 'unrecoverable']

export const MUTANTS: readonly Mutant[] = [
  {
    mutant: 'an acknowledged record is gone everywhere',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({ edit: dropping(record), finding: LOSS }),
      ),
  },
  {
    mutant: 'an acknowledged record is gone from the server',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({
          edit: (row, view) =>
            row.record === record && view.party.kind !== 'aside' && SHOWN.has(view.party.kind) ? [] : [row],
          finding: [...LOSS],
        }),
      ),
  },
  {
    mutant: 'an acknowledged record went back to the version before',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        (fate) => parentOf(its, fate) !== undefined && its.policies[fate.class] !== 'max',
        (fate) => {
          const parent = parentOf(its, fate) as Write
          return {
            edit: (row) => (row.record === fate.record ? [asVersion(row, parent)] : [row]),
            finding: ['stale', 'field lost'],
          }
        },
      ),
  },
  {
    mutant: 'content changed, its version did not',
    promise: 'everythingIsIntact',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({
          edit: (row) =>
            row.record === record
              ? [
                  {
                    ...row,
                    hash: flipped(row.hash),
                    fields: Object.fromEntries(
                      Object.entries(row.fields ?? {}).map(([name, hash], place) => [
                        name,
                        place === 0 ? flipped(hash) : hash,
                      ]),
                    ),
                  },
                ]
              : [row],
          finding: ['corrupted'],
        }),
      ),
  },
  {
    mutant: 'a record is there twice',
    promise: 'noDuplicates',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        () => true,
        ({ record }) => ({
          edit: (row, view) =>
            row.record === record && SHOWN.has(view.party.kind) ? [row, { ...row, id: `${row.id}-again` }] : [row],
          finding: ['duplicated'],
        }),
      ),
  },
  {
    mutant: 'the version before stands beside its successor',
    promise: 'noDuplicates',
    apply: (its, passed) =>
      onSurvivor(
        its,
        passed,
        (fate) => parentOf(its, fate) !== undefined,
        (fate) => {
          const parent = parentOf(its, fate) as Write
          return {
            edit: (row, view) =>
              row.record === fate.record && SHOWN.has(view.party.kind)
                ? [row, { ...asVersion(row, parent), id: `${row.id}-before` }]
                : [row],
            finding: ['duplicated'],
          }
        },
      ),
  },
  { mutant: 'a deleted record is back', promise: 'deletedStaysDeleted', apply: resurrect },
  { mutant: 'one device does not show a record', promise: 'everybodyConverges', apply: omit },
  { mutant: 'a record shows up in another account', promise: 'accountsStayApart', apply: misattribute },
  { mutant: 'a score is below what was acknowledged', apply: (its, passed) => score(its, passed, -1, ['stale']) },
  {
    mutant: 'a score is above what was ever attempted',
    promise: 'everythingIsIntact',
    apply: (its, passed) => score(its, passed, 1, ['corrupted']),
  },
  { mutant: 'a class is served before an earlier one', promise: 'restoredInOrder', apply: invert },
  { mutant: 'a class is served before it was validated', promise: 'validatedBeforeServing', apply: unvalidated },
  {
    mutant: 'it never came to rest',
    apply: (its) => ({
      its: { ...its, quiesced: { state: 'timed out', because: 'planted' } },
      expect: { verdict: 'inconclusive' },
    }),
  },
  {
    mutant: 'a fault had no effect',
    apply: (its) =>
      its.injuries.length === 0
        ? undefined
        : {
            its: {
              ...its,
              injuries: its.injuries.map((one, place) =>
                place === 0 ? { ...one, witness: { saw: 'nothing', what: 'planted' } } : one,
              ),
            },
            expect: { verdict: 'inconclusive' },
          },
  },
  {
    mutant: 'the server was not read at the end',
    apply: (its) => ({
      its: { ...its, finals: its.finals.filter(({ party }) => party.kind !== 'server') },
      expect: { verdict: 'inconclusive' },
    }),
  },
]
