/** Numbers that options take. */

import { InvalidArgumentError } from 'commander'

export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) {
    throw new InvalidArgumentError(`expected a whole number of at least 0, got '${text}'.`)
  }
  return number
}
