/**
 * Places by names that differ in the number at their end only, `phones-3.1`, `phones-3.2`: kept as lists by that
 * number, for a run has millions of them, and a map of as many texts would take most of the memory.
 */

import { Names } from './names.ts'

/** More digits are part of the text. */
const DIGITS = 8
/** Numbers with wider gaps between them would make a list of mostly nothing. */
const GAP = 1_000
const DIGIT_0 = 48

interface List {
  /** The number of its first place: 0, or the first that was told where that is far from 0. */
  readonly from: number
  readonly places: number[]
}

export class Numbered {
  /** What stands before the joint and the number. */
  readonly #stems: Names
  readonly #joint: string
  /** By stem, then by number: a place, or 0. */
  readonly #lists: List[] = []
  /** Names without a number at their end, or with one far from all others. */
  readonly #others = new Map<string, number>()

  /** `stems`: where they are known already. `joint`: what stands between each stem and its number. */
  constructor({ stems = new Names(), joint = '' }: { readonly stems?: Names; readonly joint?: string } = {}) {
    this.#stems = stems
    this.#joint = joint
  }

  /** `place` is greater than 0. */
  set(name: string, place: number): void {
    const split = splitOf(name, this.#joint)
    if (split < 0) return void this.#others.set(name, place)
    const number = numberAt(name, split)
    const { from, places } = this.#listOf(name, split) ?? this.#begin(name.slice(0, split - this.#joint.length), number)
    const index = number - from
    if (index < 0 || index > 2 * places.length + GAP) return void this.#others.set(name, place)
    while (places.length < index) places.push(0)
    places[index] = place
    if (this.#others.size > 0) this.#others.delete(name)
  }

  /** 0 for a name that was never set. */
  get(name: string): number {
    const split = splitOf(name, this.#joint)
    const list = split < 0 ? undefined : this.#listOf(name, split)
    const listed = list?.places[numberAt(name, split) - list.from] ?? 0
    return listed === 0 && this.#others.size > 0 ? (this.#others.get(name) ?? 0) : listed
  }

  #listOf(name: string, split: number): List | undefined {
    return this.#lists[this.#stems.findPart(name, split - this.#joint.length)]
  }

  #begin(stem: string, number: number): List {
    return (this.#lists[this.#stems.of(stem)] = { from: number > GAP ? number : 0, places: [] })
  }
}

/** Where the number after the joint begins; -1 where there is none that its text could be made from again. */
export function splitOf(name: string, joint: string): number {
  let from = name.length
  while (from > 0 && isDigit(name.charCodeAt(from - 1))) from -= 1
  const digits = name.length - from
  if (digits === 0 || digits > DIGITS || name.charCodeAt(from) === DIGIT_0) return -1
  return joint === '' || name.startsWith(joint, from - joint.length) ? from : -1
}

const isDigit = (code: number): boolean => code >= DIGIT_0 && code < DIGIT_0 + 10

export function numberAt(name: string, from: number): number {
  let number = 0
  for (let place = from; place < name.length; place += 1) number = number * 10 + name.charCodeAt(place) - DIGIT_0
  return number
}
