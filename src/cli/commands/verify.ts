/** `syncdrill verify`: whether a bundle holds, by a key that the user has from elsewhere. Writes nothing. */

import { readFile } from 'node:fs/promises'
import { publicKeyIn, verifyBundle, type Check, type CheckName, type Verified } from '../../evidence/index.ts'
import { counted, EXIT, Failure, printable, reasonOf } from '../../kernel/index.ts'
import { textOf } from './seal.ts'

export interface VerifyFlags {
  readonly key?: string
  readonly challenge?: string
  readonly json?: true
}

export async function verify(path: string, flags: VerifyFlags): Promise<number> {
  const key = flags.key === undefined ? undefined : publicKeyIn(await textOf(flags.key, 'a public key'), flags.key)
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw new Failure('usage', `${path}: expected a bundle: ${reasonOf(thrown)}`, { cause: thrown })
  })
  const verified = verifyBundle(bytes, { key, challenge: flags.challenge })
  process.stdout.write(flags.json ? `${JSON.stringify(plainly(verified))}\n` : `${inWords(verified).join('\n')}\n`)
  const codes = { holds: EXIT.pass, unattributed: EXIT.inconclusive, 'does not hold': EXIT.fail }
  return codes[verified.state]
}

function plainly({ state, key, checks, statement }: Verified): object {
  const { result, evidence } = statement?.predicate ?? {}
  return { state, key: key?.fingerprint, checks, result, evidence }
}

const QUESTIONS: Readonly<Record<CheckName, string>> = {
  archive: 'it is one archive, in the only spelling that a bundle has',
  signature: 'the statement is signed by one key, in all three forms',
  set: 'the files are those that were signed, all of them, and no other',
  files: 'each file has the content that was signed; each ledger is sealed as it was',
  figures: 'each ledger was judged again, and every figure is the same',
  challenge: 'it was run with this challenge, and its seed follows from it',
}

function inWords(verified: Verified): readonly string[] {
  const { checks } = verified
  return [...checks.flatMap(linesOf), '', ...endOf(verified)]
}

function linesOf({ check, state, findings }: Check): readonly string[] {
  const mark = { holds: 'yes', 'does not hold': 'NO', 'left out': '--' }[state]
  const opening = `${mark.padEnd(4)} ${check.padEnd(10)} ${QUESTIONS[check]}`
  const shown = findings.slice(0, 5).map(({ change, because }) => `       ${change}: ${printable(because)}`)
  const more = findings.length > 5 ? [`       and ${findings.length - 5} more (--json has them all)`] : []
  return [opening, ...shown, ...more]
}

function endOf({ state, key, statement }: Verified): readonly string[] {
  if (state === 'does not hold') return ['DOES NOT HOLD: nothing in this bundle is evidence of anything.']
  const by = key?.fingerprint ?? ''
  const whose =
    state === 'holds'
      ? `HOLDS: signed by the key that you named, ${by}.`
      : `UNATTRIBUTED: all of it belongs together, and anybody can have made it. It is signed by ${by}; ` +
        '--key says by whom it must be.'
  return [whose, ...(statement ? saidBy(statement) : [])]
}

/** What it is evidence of, so that nobody takes "holds" for "passed". */
function saidBy({ predicate: { evidence } }: NonNullable<Verified['statement']>): readonly string[] {
  const { drill, run, mergedFrom, seed, challenge, started, runtime, arms, notRun, attempts } = evidence
  const asked = challenge === undefined ? 'without a challenge' : `with the challenge '${challenge}'`
  const left = [
    [notRun.arms.length, 'arm'],
    [notRun.promises.length, 'promise'],
    [notRun.steps.length, 'step'],
  ] as const
  const lines = [
    `It says: drill ${drill}, run ${run}, seed ${seed}, ${asked}, ${started}, on ${runtime}.`,
    ...(mergedFrom ? [`  Put together from the runs of its shards: ${mergedFrom.join(', ')}.`] : []),
    ...arms.map(
      ({ arm, verdict, state, sentence = '' }) => `  ${arm}: ${verdict ?? 'not judged'}, ${state}. ${sentence}`,
    ),
    `  Not run, or not shown: ${left.map(([count, what]) => counted(count, what)).join(', ')}.`,
    attempts
      ? `  Attempts until it was sealed: ${attempts.begun}, broken off: ${attempts.over['broken off'] ?? 0}.`
      : '  No log of attempts: how often it was tried is not known.',
  ]
  return lines.map((line) => printable(line, 2_000))
}
