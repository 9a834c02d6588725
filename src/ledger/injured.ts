/** What went wrong, on purpose, how it is known that it did, and how it was brought back. */

import type { Plain, CollectionName } from '../records/index.ts'

/** Where a version was held: what an injury can take away. */
export type Holder =
  | { readonly kind: 'volume'; readonly volume: string }
  | { readonly kind: 'device'; readonly device: string }

export type Injury =
  | {
      readonly is: 'injury'
      readonly injury: string
      readonly step: string
      readonly name: string
      readonly kind: 'fault' | 'damage'
      readonly on: readonly string[]
      readonly settings: Plain
      readonly state: 'begin' | 'injected' | 'failed' | 'healing' | 'healed' | 'residue'
      /** Whole holders that it took, in state `injected`. */
      readonly took?: readonly Holder[]
      readonly because?: string
    }
  | {
      readonly is: 'witness'
      readonly injury: string
      readonly saw: 'effect' | 'nothing'
      readonly what: string
      readonly count: number
    }

export type Recovery =
  | {
      readonly is: 'copy'
      readonly backup: string
      readonly copy: string
      readonly volume: string
      /** `deleted`: by its own job, to keep only so many. `withdrawn`: looked at, and the claim taken back. */
      readonly state: 'begin' | 'claimed ok' | 'failed' | 'deleted' | 'withdrawn'
      readonly because?: string
      /** What it was said to hold when it was claimed to be good. */
      readonly bytes?: number
    }
  | {
      readonly is: 'clean room'
      readonly copy: string
      readonly finding: 'sound' | 'empty' | 'incomplete' | 'inconsistent' | 'unusable' | 'outdated'
      readonly because?: string
    }
  | {
      readonly is: 'restore'
      readonly step: string
      readonly from: 'copy' | 'edge' | 'salvage'
      readonly copy?: string
      readonly state: 'begin' | 'refused' | 'validated' | 'opened' | 'end'
      readonly collection?: CollectionName
      readonly because?: string
      readonly accounts?: readonly string[]
    }
  | { readonly is: 'replaced'; readonly what: string; readonly kind: 'volume' | 'service'; readonly asideAs?: string }
