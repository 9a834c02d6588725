/**
 * Places by names that differ in the number at their end only, `phones-3.1`, `phones-3.2`: kept as lists by that
 * number, for a run has millions of them, and a map of as many texts would take most of the memory.
 */

/** More digits are part of the text. */
const DIGITS = 8
const DIGIT_0 = 48
const DIGIT_9 = 57

interface Family {
  readonly stem: string
  readonly places: number[]
}

export class Numbered {
  /** By a hash of their stem: to cut the stem out of each name, only to look for it, takes longer than all else. */
  readonly #families = new Map<number, Family[]>()
  /** Of the name that was asked for last: the next is often of the same. */
  #latest: Family | undefined
  /** Names without a number at their end, or with one far from all others. */
  readonly #others = new Map<string, number>()

  /** `place` is greater than 0. */
  set(name: string, place: number): void {
    const split = splitOf(name)
    if (split < 0) return void this.#others.set(name, place)
    const number = numberAt(name, split)
    const { places } = this.#family(name, split) ?? this.#found(name, split)
    // Numbers with wide gaps would make a list of mostly nothing.
    if (number > 2 * places.length + 1_000) return void this.#others.set(name, place)
    while (places.length < number) places.push(0)
    places[number] = place
    if (this.#others.size > 0) this.#others.delete(name)
  }

  /** 0 for a name that was never set. */
  get(name: string): number {
    const split = splitOf(name)
    const listed = split < 0 ? 0 : (this.#family(name, split)?.places[numberAt(name, split)] ?? 0)
    return listed === 0 && this.#others.size > 0 ? (this.#others.get(name) ?? 0) : listed
  }

  #family(name: string, split: number): Family | undefined {
    if (this.#latest && isOf(this.#latest, name, split)) return this.#latest
    const alike = this.#families.get(hashOf(name, split))
    const family = alike?.find((one) => isOf(one, name, split))
    if (family) this.#latest = family
    return family
  }

  #found(name: string, split: number): Family {
    const family = { stem: name.slice(0, split), places: [] }
    const hash = hashOf(name, split)
    const alike = this.#families.get(hash)
    if (alike) alike.push(family)
    else this.#families.set(hash, [family])
    return family
  }
}

function isOf({ stem }: Family, name: string, split: number): boolean {
  return stem.length === split && name.startsWith(stem)
}

/** Where the number at the end of a name begins; -1 where there is none that its text could be made from again. */
function splitOf(name: string): number {
  let from = name.length
  while (from > 0 && isDigit(name.charCodeAt(from - 1))) from -= 1
  if (from === name.length || from === 0 || name.length - from > DIGITS) return -1
  return name.charCodeAt(from) === DIGIT_0 && from < name.length - 1 ? -1 : from
}

const isDigit = (code: number): boolean => code >= DIGIT_0 && code <= DIGIT_9

function numberAt(name: string, from: number): number {
  let number = 0
  for (let place = from; place < name.length; place += 1) number = number * 10 + name.charCodeAt(place) - DIGIT_0
  return number
}

/** Of its first characters. */
function hashOf(name: string, length: number): number {
  let hash = length
  for (let place = 0; place < length; place += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(place)) | 0
  return hash
}
