/**
 * A tar archive in one spelling only. Libraries read what anybody may have written: long names, links, devices, sizes
 * in several notations, headers that override headers. Of a bundle that is to be trusted, nothing is read but what
 * `pack` writes: plain files, in order, each header byte for byte.
 */

import { foldedName, nameFlaw } from './names.ts'

export type Members = ReadonlyMap<string, Buffer>

/** Why an archive is no bundle. Nothing of it is used. */
export class Refused extends Error {}

const BLOCK = 512
const MOST_MEMBERS = 10_000
const END = Buffer.alloc(2 * BLOCK)

const KINDS: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '5': 'a folder',
  '6': 'a pipe',
  g: 'a header that overrides others',
  x: 'a header that overrides others',
  L: 'a long name',
  K: 'a long name of a link',
}

/** Its members in the order of the map. Throws `Refused` for names that tar cannot hold, or that no run has. */
export function pack(members: Members): Buffer {
  const parts = [...members].flatMap(([name, content]) => {
    const flaw = nameFlaw(name)
    if (flaw !== undefined) throw new Refused(`a file ${flaw}: ${JSON.stringify(name)}`)
    return [headerOf(name, content.length), content, Buffer.alloc(paddingOf(content.length))]
  })
  return Buffer.concat([...parts, END])
}

/** Throws `Refused`, which says at which member and why. */
export function unpack(bytes: Buffer): Members {
  const members = new Map<string, Buffer>()
  const folded = new Map<string, string>()
  let at = 0
  for (;;) {
    const block = bytes.subarray(at, at + BLOCK)
    if (block.length < BLOCK) throw new Refused('it is cut off')
    if (block.every((byte) => byte === 0)) break
    const { name, size } = headerIn(block, members.size)
    const shown = JSON.stringify(name)
    const twin = folded.get(foldedName(name))
    if (twin === name) throw new Refused(`${shown} is in it twice`)
    if (twin !== undefined) throw new Refused(`${JSON.stringify(twin)} and ${shown} are one file on some systems`)
    if (members.size === MOST_MEMBERS) throw new Refused(`it has more than ${MOST_MEMBERS} members`)
    at += BLOCK
    if (size > bytes.length - at) throw new Refused(`${shown} declares ${size} bytes, and fewer are there`)
    members.set(name, bytes.subarray(at, at + size))
    folded.set(foldedName(name), name)
    at += size
    const padding = bytes.subarray(at, at + paddingOf(size))
    if (padding.some((byte) => byte !== 0)) throw new Refused(`something is hidden behind ${shown}`)
    at += paddingOf(size)
  }
  const rest = bytes.subarray(at)
  if (rest.length < END.length) throw new Refused('it is cut off')
  if (!rest.equals(END)) throw new Refused('something follows its end')
  return members
}

const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

function headerIn(block: Buffer, place: number): { readonly name: string; readonly size: number } {
  const which = `member ${place + 1}`
  if (block.toString('latin1', 257, 263) !== 'ustar\0') throw new Refused(`${which} has no header of POSIX`)
  const kind = String.fromCharCode(block[156] ?? 0)
  if (kind !== '0') throw new Refused(`${which} is ${KINDS[kind] ?? 'of a kind that nobody knows'}, not a plain file`)
  const name = nameIn(block)
  const flaw = nameFlaw(name)
  if (flaw !== undefined) throw new Refused(`${which} ${flaw}: ${JSON.stringify(name)}`)
  const digits = block.toString('latin1', 124, 135)
  if (!/^[0-7]{11}$/.test(digits)) throw new Refused(`${which} has a size in another notation`)
  const size = Number.parseInt(digits, 8)
  if (!headerOf(name, size).equals(block)) throw new Refused(`${which} has a header that no bundle of ours has`)
  return { name, size }
}

/** With a NUL, where one stands before the end of a field: it is no end of a name. */
function nameIn(block: Buffer): string {
  const field = (from: number, to: number): string => block.toString('utf8', from, to).replace(/\0+$/, '')
  const [name, prefix] = [field(0, 100), field(345, 500)]
  return prefix === '' ? name : `${prefix}/${name}`
}

/** The only way in which a file may be announced: no owner, no time, no mode of its own. */
function headerOf(name: string, size: number): Buffer {
  const [short, prefix] = splitName(name)
  const block = Buffer.alloc(BLOCK)
  block.write(short, 0)
  block.write('0000644\u00000000000\u00000000000\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\u000000000000000\0        0`, 124)
  block.write('ustar\u000000', 257)
  block.write('0000000\u00000000000\0', 329)
  block.write(prefix, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** Into what the two fields of a header hold; at the last slash that does it. */
function splitName(name: string): readonly [name: string, prefix: string] {
  if (Buffer.byteLength(name) <= 100) return [name, '']
  for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
    const [prefix, short] = [name.slice(0, slash), name.slice(slash + 1)]
    if (Buffer.byteLength(short) > 100) break
    if (Buffer.byteLength(prefix) <= 155) return [short, prefix]
  }
  throw new Refused(`a file has a name that is too long for an archive: ${JSON.stringify(name)}`)
}
