/** Changes of what is said of ledgers: arms under each other's names, and reports that say something else. */

import { toBundle, type Bundle } from '../bundle.ts'
import type { Files } from '../files.ts'
import { LAB, LOSING, PASSING, resealed, signedBy, withFile } from './forging.ts'
import { FOLDERS } from './small-run.ts'
import type { Tampering } from './tamperings.ts'

const [pass = '', loss = ''] = FOLDERS

const from = (files: Files, name: string): Buffer => files.get(name) ?? Buffer.alloc(0)

/** Each named file becomes what the other was. */
const exchanged = (files: Files, ...names: readonly string[]): Files =>
  new Map([
    ...files,
    ...names.flatMap((name) => {
      const [one, other] = [`${pass}/${name}`, `${loss}/${name}`]
      return [[one, from(files, other)] as const, [other, from(files, one)] as const]
    }),
  ])

const SWAPS: Readonly<Record<string, (bundle: Bundle) => Buffer>> = {
  'both ledgers': ({ sealed, files }) => toBundle({ sealed, files: exchanged(files, 'ledger.jsonl') }),
  'ledgers and results': ({ sealed, files }) =>
    toBundle({ sealed, files: exchanged(files, 'ledger.jsonl', 'arm.json') }),
  'whole folders': ({ sealed, files }) =>
    toBundle({ sealed, files: exchanged(files, 'ledger.jsonl', 'arm.json', 'logs/sync.log') }),
  'the pass stands for both': ({ sealed, files }) =>
    toBundle({ sealed, files: new Map([...files, [LOSING, from(files, PASSING)]]) }),
  'the loss stands for both': ({ sealed, files }) =>
    toBundle({ sealed, files: new Map([...files, [PASSING, from(files, LOSING)]]) }),
  'a ledger under another name, sealed again': ({ sealed, files }) =>
    toBundle({
      sealed,
      files: resealed(files, LOSING, ([run, ...more]) => [{ ...run, arm: 'another' } as never, ...more]),
    }),
  'names in the statement, by the key that signs': ({ files }) =>
    signedBy(LAB, files, ({ evidence }) => {
      const [one, other] = evidence.arms.map(({ arm }) => arm)
      Object.assign(evidence.arms[0] ?? {}, { arm: other })
      Object.assign(evidence.arms[1] ?? {}, { arm: one })
    }),
  'folders in the statement, by the key that signs': ({ files }) =>
    signedBy(LAB, files, ({ evidence }) => {
      Object.assign(evidence.arms[0] ?? {}, { folder: loss })
      Object.assign(evidence.arms[1] ?? {}, { folder: pass })
    }),
}

const changed =
  (name: string, change: (text: string) => string) =>
  ({ sealed, files }: Bundle): Buffer =>
    toBundle({ sealed, files: withFile(files, name, change) })

/** Signed by the key that is pinned: what is said does not follow from the ledgers all the same. */
const signedFalse =
  (name: string, change: (text: string) => string) =>
  ({ files }: Bundle): Buffer => {
    const honest = withFile(files, name, change)
    return signedBy(LAB, honest)
  }

const REPORTS: Readonly<Record<string, (bundle: Bundle) => Buffer>> = {
  'the verdict in report.json': changed('report.json', (t) => t.replace('"verdict": "fail"', '"verdict": "pass"')),
  'the exit code in report.json': changed('report.json', (t) => t.replace(/"exitCode": 0/, '"exitCode": 3')),
  'the page': changed('report.html', (t) => t.replace('</body>', '<p>All is well.</p></body>')),
  'the JUnit file': changed('junit.xml', (t) => t.replace('</testsuites>', ' </testsuites>')),
  'the CTRF file': changed('ctrf.json', (t) => t.replace('"passed"', '"failed"')),
  'the summary': changed('summary.md', (t) => `${t}\nAll is well.\n`),
  "an arm's result": changed(`${loss}/arm.json`, (t) => t.replace('"verdict":"fail"', '"verdict":"pass"')),
  'a log': changed(`${pass}/logs/sync.log`, (t) => `${t}nothing happened\n`),
  'a figure in report.json, by the key that signs': signedFalse('report.json', (t) =>
    t.replace(/"lost": \d+/, '"lost": 1'),
  ),
  "a figure in an arm's result, by the key that signs": signedFalse(`${loss}/arm.json`, (t) =>
    t.replace(/"acknowledged":\d+/, '"acknowledged":9'),
  ),
  'a sentence on the page, by the key that signs': signedFalse('report.html', (t) => t.replace(/lost/, 'kept')),
  'a figure in the statement, by the key that signs': ({ files }) =>
    signedBy(LAB, files, ({ evidence }) => {
      Object.assign(evidence.arms[1] ?? {}, { acknowledged: 9 })
    }),
  'no doubt in the statement, a planted loss more, by the key that signs': ({ files }) =>
    signedBy(LAB, files, ({ evidence }) => {
      const [{ control } = { control: { named: 0 } }] = evidence.arms
      control.named += 1
    }),
}

const family = (name: Tampering['family'], ways: Readonly<Record<string, (bundle: Bundle) => Buffer>>) =>
  Object.entries(ways).map(([what, forge]): Tampering => ({ family: name, name: what, forge }))

export const SAYINGS: readonly Tampering[] = [...family('arms swapped', SWAPS), ...family('report', REPORTS)]
