/** Signatures that `ssh-keygen -Y verify` reads. They carry the public key, which says nothing of whose it is. */

import { createHash } from 'node:crypto'
import { fromSshBlob, type PrivateKey, type PublicKey } from './key.ts'
import { sshString, SshReader } from './wire.ts'

/** For `ssh-keygen -n`: a signature made for something else is none of evidence. */
export const NAMESPACE = 'syncdrill-evidence'

const MAGIC = Buffer.from('SSHSIG')
const HASH = 'sha512'
const ARMOURED = /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n$/

function signedBytes(message: Uint8Array): Buffer {
  const digest = createHash(HASH).update(message).digest()
  return Buffer.concat([MAGIC, ...[NAMESPACE, '', HASH, digest].map((one) => sshString(one))])
}

export function toSshSignature(message: Uint8Array, key: PrivateKey): string {
  const version = Buffer.from([0, 0, 0, 1])
  const signature = Buffer.concat([sshString('ssh-ed25519'), sshString(key.sign(signedBytes(message)))])
  const fields = [key.public.sshBlob, NAMESPACE, '', HASH, signature].map((one) => sshString(one))
  const lines =
    Buffer.concat([MAGIC, version, ...fields])
      .toString('base64')
      .match(/.{1,70}/g) ?? []
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n')
}

interface Read {
  readonly key: PublicKey
  readonly signature: Buffer
}

function read(text: string): Read {
  const [, body = ''] = ARMOURED.exec(text) ?? []
  const reader = new SshReader(Buffer.from(body, 'base64'))
  const opening = reader.take(MAGIC.length)
  const version = reader.number()
  const key = fromSshBlob(reader.string())
  const [namespace, reserved, hash] = [reader.text(), reader.text(), reader.text()]
  const inner = new SshReader(reader.string())
  const type = inner.text()
  const signature = inner.string()
  const isOurs = opening.equals(MAGIC) && version === 1 && namespace === NAMESPACE && reserved === '' && hash === HASH
  if (!isOurs || type !== 'ssh-ed25519' || !reader.isAtEnd || !inner.isAtEnd) throw new TypeError('not as we write it')
  return { key, signature }
}

/** The key that it carries; undefined where it is no signature for evidence. */
export function keyInSshSignature(text: string): PublicKey | undefined {
  try {
    return read(text).key
  } catch {
    return undefined
  }
}

/** Why this is not a signature of the message by this key; undefined where it is. */
export function sshSignatureFlaw(text: string, message: Uint8Array, key: PublicKey): string | undefined {
  try {
    const { key: carried, signature } = read(text)
    if (!carried.is(key)) return `it carries another key: ${carried.fingerprint}`
    return key.verifies(signedBytes(message), signature) ? undefined : 'it is not by this key, or of something else'
  } catch {
    return 'it is no signature of evidence'
  }
}
