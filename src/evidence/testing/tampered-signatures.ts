/** Bundles that somebody else signed, and signatures of something else. */

import { signed, statementOf, toBundle, type Bundle, type Sealed } from '../bundle.ts'
import { runAgain } from '../again.ts'
import { predicateOf } from '../predicate.ts'
import { LAB, LOSING, reportedAgain, resealed, restated, signedBy, THIEF, withFile } from './forging.ts'
import type { Tampering } from './tamperings.ts'

const KEYS: Readonly<Record<string, (bundle: Bundle) => Buffer>> = {
  'nothing is changed': ({ files }) => signedBy(THIEF, files),
  'the same statement': ({ sealed, files }) => toBundle({ sealed: signed(sealed.statement, THIEF, 'a run'), files }),
  'a ledger is changed, and everything follows it': ({ files }) =>
    signedBy(THIEF, reportedAgain(resealed(files, LOSING, (l) => l.filter(({ is }) => is !== 'witness')))),
  'an acknowledgement is none, and everything follows it': ({ files }) =>
    signedBy(THIEF, reportedAgain(resealed(files, LOSING, (l) => l.filter(({ is }) => is !== 'answered')))),
  'the report is changed': ({ files }) =>
    signedBy(
      THIEF,
      withFile(files, 'summary.md', (t) => `${t}!`),
    ),
  'the statement is changed': ({ files }) =>
    signedBy(THIEF, files, ({ evidence }) => {
      evidence.title = 'Another'
    }),
  'the log of attempts is left out': ({ files }) => {
    const fewer = new Map(files)
    fewer.delete('attempts.jsonl')
    return signedBy(THIEF, fewer)
  },
  'a file is left out': ({ files }) => {
    const fewer = new Map(files)
    fewer.delete('junit.xml')
    return signedBy(THIEF, fewer)
  },
}

const without = (sealed: Sealed, change: Partial<Record<keyof Sealed, (text: string) => string>>): Sealed => {
  const next = { ...sealed }
  for (const [part, act] of Object.entries(change))
    next[part as keyof Sealed] = Buffer.from(act(sealed[part as keyof Sealed].toString('utf8')))
  return next
}

const rewritten =
  (part: keyof Sealed, change: (text: string) => string) =>
  ({ sealed, files }: Bundle): Buffer =>
    toBundle({ sealed: without(sealed, { [part]: change }), files })

/** Another statement by the same key: of the same run, made otherwise. */
const other = ({ files }: Bundle): Sealed => {
  const predicate = predicateOf(runAgain(files), files)
  return signed(statementOf({ ...predicate, result: 'FAILED' }, files), LAB, 'another')
}

const ENVELOPES: Readonly<Record<string, (bundle: Bundle) => Buffer>> = {
  'the verdict in the statement': (bundle) =>
    restated(bundle, ({ predicate }) => {
      Object.assign(predicate.evidence.arms[1] ?? {}, { verdict: 'pass' })
    }),
  'a file and its digest in the statement': ({ sealed, files }) => {
    const changed = withFile(files, 'summary.md', (t) => `${t}!`)
    const predicate = predicateOf(runAgain(changed), changed)
    return toBundle({ sealed: { ...sealed, statement: statementOf(predicate, changed) }, files: changed })
  },
  'a ledger sealed again, with its head in the statement': ({ sealed, files }) => {
    const changed = reportedAgain(resealed(files, LOSING, (l) => l.filter(({ is }) => is !== 'witness')))
    const predicate = predicateOf(runAgain(changed), changed)
    return toBundle({ sealed: { ...sealed, statement: statementOf(predicate, changed) }, files: changed })
  },
  'a blank in the statement': rewritten('statement', (t) => `${t} `),
  'the statement of another time by the same key, with the old signatures': (bundle) =>
    toBundle({ ...bundle, sealed: { ...bundle.sealed, statement: other(bundle).statement } }),
  'the envelope of another statement by the same key': (bundle) =>
    toBundle({ ...bundle, sealed: { ...bundle.sealed, envelope: other(bundle).envelope } }),
  'another type in the envelope': rewritten('envelope', (t) => t.replace('vnd.in-toto+json', 'json')),
  'a second signature in the envelope': rewritten('envelope', (t) => t.replace(/("signatures":\[)(.*)\]/, '$1$2,$2]')),
  'an envelope in the envelope': ({ sealed, files }) => {
    const inner = signed(sealed.envelope, LAB, 'nested')
    return toBundle({ sealed: { ...sealed, envelope: inner.envelope }, files })
  },
  'the name of another key in the envelope': rewritten('envelope', (t) =>
    t.replace(LAB.public.fingerprint, THIEF.public.fingerprint),
  ),
  'only the envelope is by somebody else': ({ sealed, files }) =>
    toBundle({ sealed: { ...sealed, envelope: signed(sealed.statement, THIEF, 'x').envelope }, files }),
  'only the signature of SSH is by somebody else': ({ sealed, files }) =>
    toBundle({ sealed: { ...sealed, ssh: signed(sealed.statement, THIEF, 'x').ssh }, files }),
  'only the signature of minisign is by somebody else': ({ sealed, files }) =>
    toBundle({ sealed: { ...sealed, minisign: signed(sealed.statement, THIEF, 'x').minisign }, files }),
  'the comment of minisign': rewritten('minisign', (t) =>
    t.replace('trusted comment: syncdrill', 'trusted comment: x'),
  ),
}

const family = (name: Tampering['family'], ways: Readonly<Record<string, (bundle: Bundle) => Buffer>>) =>
  Object.entries(ways).map(([what, forge]): Tampering => ({ family: name, name: what, forge }))

export const SIGNATURES: readonly Tampering[] = [...family('key', KEYS), ...family('envelope', ENVELOPES)]
