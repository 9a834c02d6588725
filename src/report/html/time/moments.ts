/** When something happened, on both clocks, and how long a stretch is. */

export interface Moment {
  /** Real milliseconds since the run began. */
  readonly ms: number
  readonly drillMs: number
}

export interface Span {
  readonly from: Moment
  to: Moment | undefined
  readonly name: string
  state: string
  /** Said when it is pointed at, and to whoever cannot see it. */
  title: string
}

export interface Mark {
  readonly at: Moment
  /** What its shape stands for. */
  readonly sign: 'good' | 'bad' | 'note'
  readonly title: string
}

export type Clock = 'ms' | 'drillMs'
