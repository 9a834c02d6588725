/** Numbers that options take. */

import { InvalidArgumentError } from 'commander'
import { Failure, seedFrom } from '../kernel/index.ts'

export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new InvalidArgumentError(`expected a whole number of at least 0, got '${text}'.`)
  }
  return number
}

/** Whoever answers a challenge chooses no seed. */
export function withSeed<F extends { readonly challenge?: string; readonly seed?: number }>(flags: F): F {
  const { challenge, seed } = flags
  if (challenge === undefined) return flags
  if (challenge.trim() === '') throw new Failure('usage', "--challenge: expected a text, got ''")
  if (seed !== undefined) {
    throw new Failure('usage', `--seed ${seed}: expected none beside --challenge, which the seed is derived from`)
  }
  return { ...flags, seed: seedFrom(challenge) }
}
