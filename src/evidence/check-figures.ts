/** Whether what is said follows from the ledgers: each is judged again, and every figure is compared. */

import { ATTEMPTS, attemptName, attemptsIn, placeOf } from '../conductor/attempts.ts'
import { reasonOf, seedFrom } from '../kernel/index.ts'
import { ownPackage } from '../kernel/own-package.ts'
import { runAgain, type Again } from './again.ts'
import { differences, inWords, plain, type Difference } from './difference.ts'
import { resultIn, type Files } from './files.ts'
import type { Change, Finding } from './finding.ts'
import { predicateOf } from './predicate.ts'
import type { Predicate } from './statement.ts'

/** Made anew; or why that cannot be. */
export function madeAnew(files: Files): Again | Finding {
  try {
    return runAgain(files)
  } catch (thrown) {
    return { change: 'report', because: `the run cannot be judged again: ${reasonOf(thrown).slice(0, 300)}` }
  }
}

/** What files say of each other; nothing of it needs a statement. */
export function checkReport(again: Again, files: Files): readonly Finding[] {
  const { said, report, arms, texts } = again
  const figures = differences(plain(said), plain(report)).map((one) => `report.json: ${inWords(one)}`)
  const judged = arms.flatMap(({ folder, result, judgement }) =>
    differences(plain(result?.judgement), plain(judgement)).map((one) => `${resultIn(folder)}: ${inWords(one)}`),
  )
  const isOurs = report.versions['syncdrill'] === ownPackage().version
  const rendered = [...texts].filter(([name, text]) => isOurs && files.get(name)?.equals(Buffer.from(text)) === false)
  const others = figures.length > 0 ? [] : rendered.map(([name]) => `${name} is not what the ledgers give`)
  return [
    ...[...figures, ...judged, ...others].map((because) => ({ change: 'report' as const, because })),
    ...checkChallenge(again),
    ...checkAttempts(again, files),
  ]
}

/** The statement against what the files give. */
export function checkStatement(predicate: Predicate, again: Again, files: Files): readonly Finding[] {
  return differences(plain(predicate), plain(predicateOf(again, files)), 5).map((one) => ({
    change: changeOf(one),
    because: `the statement: ${inWords(one)}`,
  }))
}

const PATHS: readonly (readonly [RegExp, Change])[] = [
  [/^evidence\.arms\[\d+\]\.(arm|folder)$/, 'arms swapped'],
  [/^(evidence\.arms\[\d+\]\.plan|configuration)/, 'plan'],
  [/^evidence\.arms\[\d+\]\.expectation/, 'expectations'],
  [/^evidence\.arms\[\d+\]\.ledger/, 'head'],
  [/^evidence\.(seed|challenge)/, 'challenge'],
  [/^evidence\.(attempts|arms\[\d+\]\.attempt)/, 'attempts'],
]

const changeOf = ({ path }: Difference): Change => PATHS.find(([of]) => of.test(path))?.[1] ?? 'report'

function checkChallenge({ arms }: Again): readonly Finding[] {
  return arms.flatMap(({ arm, read }) => {
    const { challenge, seed = 0 } = read?.run ?? {}
    if (challenge === undefined || seedFrom(challenge) === seed) return []
    return [{ change: 'challenge', because: `arm '${arm}': seed ${seed} does not follow from its challenge` }]
  })
}

/** Each arm says which attempt it was: lines that were taken out of the log are missed. */
function checkAttempts({ arms }: Again, files: Files): readonly Finding[] {
  const log = files.get(ATTEMPTS)
  const counted = arms.flatMap(({ arm, folder, read }) =>
    read?.run?.attempt === undefined ? [] : [{ arm, of: attemptName(read.run.run, folder), attempt: read.run.attempt }],
  )
  if (counted.length === 0) return []
  if (!log) return [{ change: 'attempts', because: 'the log of attempts is missing' }]
  const { begun } = attemptsIn(log.toString('utf8'))
  return counted.flatMap(({ arm, of, attempt }): readonly Finding[] => {
    const place = placeOf(of, begun)
    if (place === attempt) return []
    const found = place === 0 ? 'not there' : `number ${place}`
    return [{ change: 'attempts', because: `arm '${arm}' was attempt ${attempt}, and in the log it is ${found}` }]
  })
}
