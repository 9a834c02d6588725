/** Places of versions by their tokens, `phones-3.12`: a list for each device, for a token is a device and a count. */

import type { Names } from './names.ts'

const DOT = 46
const DIGIT_0 = 48
/** More digits are no count of edits. */
const DIGITS = 8

export class Tokens {
  readonly #devices: Names
  /** By device, then by count: a place, or 0. */
  readonly #places: number[][] = []
  /** Tokens that are no device and its count. */
  readonly #others = new Map<string, number>()

  constructor(devices: Names) {
    this.#devices = devices
  }

  /** `count` is 0 where the token is another text. */
  set(token: string, device: number, count: number, place: number): void {
    if (count === 0) return void this.#others.set(token, place)
    const places = (this.#places[device] ??= [])
    // A list with wide gaps would be mostly nothing.
    if (count > 2 * places.length + 1_000) return void this.#others.set(token, place)
    while (places.length < count) places.push(0)
    places[count] = place
    if (this.#others.size > 0) this.#others.delete(token)
  }

  /** 0 where the token is not the device's name and a count. */
  static countIn(token: string, device: string): number {
    const dot = dotIn(token)
    return dot === device.length && token.startsWith(device) ? countAfter(token, dot) : 0
  }

  /** 0 for a token that nobody wrote. */
  get(token: string): number {
    const dot = dotIn(token)
    const device = dot < 0 ? -1 : this.#devices.findPart(token, dot)
    const listed = device < 0 ? 0 : (this.#places[device]?.[countAfter(token, dot)] ?? 0)
    return listed === 0 && this.#others.size > 0 ? (this.#others.get(token) ?? 0) : listed
  }
}

/** Where the dot before a count stands; -1 where there is no count that the text could be made from again. */
function dotIn(token: string): number {
  let from = token.length
  while (from > 0 && isDigit(token.charCodeAt(from - 1))) from -= 1
  const digits = token.length - from
  if (digits === 0 || digits > DIGITS || token.charCodeAt(from) === DIGIT_0) return -1
  return token.charCodeAt(from - 1) === DOT ? from - 1 : -1
}

const isDigit = (code: number): boolean => code >= DIGIT_0 && code < DIGIT_0 + 10

function countAfter(token: string, dot: number): number {
  let count = 0
  for (let place = dot + 1; place < token.length; place += 1) count = count * 10 + token.charCodeAt(place) - DIGIT_0
  return count
}
