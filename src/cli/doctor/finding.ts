/** What a look at one part of this machine comes to. */

/** `limited`: something cannot be done here, and the rest can. `unfit`: no drill can run until it is mended. */
export type Fitness = 'fit' | 'limited' | 'unfit'

export interface Finding {
  readonly part: string
  readonly fitness: Fitness
  /** In words, with the value that was found. */
  readonly found: string
  /** What to do about it, where something can be done. */
  readonly advice?: string
}
