/** Signatures that `minisign -V` reads: prehashed with BLAKE2b, the comment signed too. */

import { createHash } from 'node:crypto'
import type { PrivateKey, PublicKey } from './key.ts'

const PREHASHED = Buffer.from('ED')

const digestOf = (message: Uint8Array): Buffer => createHash('blake2b512').update(message).digest()

/** `comment`: one line, signed. */
export function toMinisign(message: Uint8Array, key: PrivateKey, comment: string): string {
  const signature = key.sign(digestOf(message))
  const whole = key.sign(Buffer.concat([signature, Buffer.from(comment)]))
  return [
    'untrusted comment: signature of the evidence of a run',
    Buffer.concat([PREHASHED, key.public.minisignId, signature]).toString('base64'),
    `trusted comment: ${comment}`,
    whole.toString('base64'),
    '',
  ].join('\n')
}

/** Why this is not a signature of the message by this key; undefined where it is. */
export function minisignFlaw(text: string, message: Uint8Array, key: PublicKey): string | undefined {
  const [, first = '', said = '', second = '', last, ...rest] = text.split('\n')
  const [bytes, global] = [first, second].map((line) => Buffer.from(line, 'base64')) as [Buffer, Buffer]
  const isSpelt = bytes.toString('base64') === first && global.toString('base64') === second
  const isWhole = bytes.length === 74 && said.startsWith('trusted comment: ') && last === '' && rest.length === 0
  if (!isSpelt || !isWhole) return 'it is no signature'
  if (!bytes.subarray(0, 2).equals(PREHASHED)) return 'it is not prehashed'
  if (!bytes.subarray(2, 10).equals(key.minisignId)) return 'it names another key'
  const signature = bytes.subarray(10)
  if (!key.verifies(digestOf(message), signature)) return 'it is not by this key, or of something else'
  const comment = Buffer.from(said.slice('trusted comment: '.length))
  const isSigned = key.verifies(Buffer.concat([signature, comment]), global)
  return isSigned ? undefined : 'its comment is not what was signed'
}
