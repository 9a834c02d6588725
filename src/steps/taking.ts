/** A step that may itself take data away: what is gone can be blamed on it, and an arm can be to fail by it. */

import type { Step } from './step.ts'

export interface Taking extends Step {
  readonly takes: true
}
