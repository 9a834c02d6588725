/** Seals a run: reads its files, makes everything anew that follows from its ledgers, and signs what it found. */

import { Failure } from '../kernel/index.ts'
import { ownPackage } from '../kernel/own-package.ts'
import { signed, statementOf, toBundle } from './bundle.ts'
import { checkReport, madeAnew } from './check-figures.ts'
import type { Files } from './files.ts'
import type { PrivateKey } from './keys/key.ts'
import { predicateOf } from './predicate.ts'
import { refuseSecrets } from './secrets.ts'
import { verifyBundle } from './verify.ts'

export interface Sealing {
  readonly key: PrivateKey
  /** What must be in no file of a bundle, in no encoding; the key itself always. */
  readonly secrets?: readonly string[]
}

/**
 * The bytes of the bundle. Throws a usage `Failure` for a run that is not as it was written: whoever signs it would
 * sign for it.
 */
export function seal(files: Files, { key, secrets = [] }: Sealing): Buffer {
  refuseSecrets(files, [...secrets.map((one) => Buffer.from(one)), key.secret])
  const again = madeAnew(files)
  if ('change' in again) throw new Failure('usage', `seal: ${again.because}`)
  const broken = again.arms.find(({ read }) => read?.chain.state === 'broken')
  if (broken) throw new Failure('usage', `seal: the ledger of arm '${broken.arm}' was changed after the run`)
  const [first] = checkReport(again, files)
  if (first) {
    const { syncdrill: before } = again.report.versions
    const own = ownPackage().version
    const why =
      before === own ? 'it was changed after the run' : `it was run by syncdrill ${before}, and this is ${own}`
    throw new Failure('usage', `seal: the run is not what its ledgers give: ${first.because} (${why})`)
  }
  const predicate = predicateOf(again, files)
  const { drill, run } = predicate.evidence
  const statement = statementOf(predicate, files)
  const bundle = toBundle({ sealed: signed(statement, key, `syncdrill ${drill} ${run}`), files })
  const { state, checks } = verifyBundle(bundle, { key: key.public })
  const flaw = checks.flatMap(({ findings }) => findings)[0]
  if (state !== 'holds') throw new Failure('bug', `a fresh bundle does not hold: ${flaw?.because}`)
  return bundle
}
