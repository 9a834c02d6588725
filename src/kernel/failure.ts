/** Errors that know how the process should end. Anything else that is thrown is a bug of ours. */

/** Exit codes, which docs/exit-codes.md explains, by the name of what went wrong. */
export const EXIT = {
  pass: 0,
  fail: 1,
  usage: 2,
  inconclusive: 3,
  environment: 4,
  residue: 5,
  bug: 70,
  interrupted: 130,
} as const

export type FailureClass = 'usage' | 'environment' | 'residue' | 'bug' | 'interrupted'

export interface FailureOptions extends ErrorOptions {
  /** What there is instead: a terminal shows them below the message, one a line. */
  readonly choices?: readonly string[]
}

/** An error for people: one clear line that names the thing, the expectation and the value. */
export class Failure extends Error {
  readonly class: FailureClass
  readonly choices: readonly string[]

  constructor(failureClass: FailureClass, message: string, options?: FailureOptions) {
    super(message, options)
    this.name = 'Failure'
    this.class = failureClass
    this.choices = options?.choices ?? []
  }

  get exitCode(): number {
    return EXIT[this.class]
  }
}

/** What was thrown before tidying up failed too: the rest is its consequence. */
export function firstOf(thrown: unknown): unknown {
  return thrown instanceof SuppressedError ? firstOf(thrown.suppressed) : thrown
}

/** The message of whatever was thrown, on one line. */
export function reasonOf(thrown: unknown): string {
  const first = firstOf(thrown)
  return (first instanceof Error ? first.message : String(first)).replaceAll(/\s*\n\s*/g, ' ')
}

/** How the process should end after `thrown`. */
export function exitCodeOf(thrown: unknown): number {
  const first = firstOf(thrown)
  return first instanceof Failure ? first.exitCode : EXIT.bug
}
