import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Cause } from './causes/cause.ts'
import { DOUBTS } from './doubts/index.ts'
import { GLOSSARY, type Definition } from './glossary.ts'
import type { Judgement } from './judgement.ts'
import * as promises from './promises/index.ts'
import { PROMISES } from './promises/registry.ts'
import { plots, storyOf } from './testing/random-story.ts'

const isDefined = (term: string, ...kinds: readonly Definition['kind'][]): boolean =>
  GLOSSARY.some((one) => one.term === term && kinds.includes(one.kind))

/** As a drill would list them. */
const { ALWAYS: _, recoveryPoint, recoveryTime, restoredInOrder, ...others } = promises
const CLAIMS = [
  recoveryPoint({ within: '1h' }),
  recoveryTime({ notes: '1h' }),
  restoredInOrder(['notes', 'tasks']),
  ...Object.values(others).map((promise) => promise()),
]

test('each promise that a drill can list is examined, and defined', () => {
  expect(CLAIMS.map(({ promise }) => promise).toSorted()).toEqual(Object.keys(PROMISES).toSorted())
  expect(CLAIMS.filter(({ promise }) => !isDefined(promise, 'promise'))).toEqual([])
})

test('what can refute a promise is a fate, a flag or a finding with a definition', () => {
  const findings = CLAIMS.flatMap((claim) => claim.findings)
  expect(findings.filter((one) => !isDefined(one, 'fate', 'flag', 'finding'))).toEqual([])
})

test('nothing is defined that no promise can find', () => {
  const findings = CLAIMS.flatMap((claim) => claim.findings as readonly string[])
  const idle = GLOSSARY.filter(({ kind, term }) => kind === 'finding' && !findings.includes(term))
  expect(idle).toEqual([])
})

test('no two doubts have one kind', () => {
  expect(new Set(DOUBTS.map(({ kind }) => kind)).size).toBe(DOUBTS.length)
})

test('whatever a judgement says has a definition', () => {
  fc.assert(
    fc.property(plots, (plot) => {
      const judgement = storyOf(plot).judged()
      expect(undefinedIn(judgement)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

function undefinedIn({ verdict, fates, flags, promises: judged, doubts, metrics, worst }: Judgement): string[] {
  const findings = judged.flatMap((one) => one.findings)
  const causes = [...findings, ...worst].flatMap(({ cause }) => (cause ? allOf(cause) : []))
  return [
    ...[verdict, ...judged.map((one) => one.verdict)].filter((one) => !isDefined(one, 'verdict')),
    ...Object.keys(fates).filter((one) => !isDefined(one, 'fate')),
    ...Object.keys(flags).filter((one) => !isDefined(one, 'flag')),
    ...findings.map(({ finding }) => finding).filter((one) => !isDefined(one, 'fate', 'flag', 'finding')),
    ...causes.map(({ kind }) => kind).filter((one) => !isDefined(one, 'cause')),
    ...doubts.map(({ kind }) => kind).filter((one) => !isDefined(one, 'doubt')),
    ...Object.keys(metrics.newerThanCopy).filter((one) => !isDefined(one, 'newer')),
  ]
}

function allOf(cause: Cause): readonly Cause[] {
  return [cause, ...(cause.others ?? []).flatMap(allOf), ...(cause.after ? allOf(cause.after) : [])]
}
