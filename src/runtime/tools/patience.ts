/** How long a program of this machine that is only asked something may take. */

export const ANSWER_MS = 10_000
