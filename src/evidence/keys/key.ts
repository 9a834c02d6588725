/** Ed25519 keys as people have them: of OpenSSH, of OpenSSL, and of minisign where they are public. */

import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { Failure } from '../../kernel/index.ts'
import { sshString, SshReader } from './wire.ts'

const SSH_TYPE = 'ssh-ed25519'
const OPENSSH = /^-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END OPENSSH PRIVATE KEY-----\s*$/
const OPENSSH_MAGIC = 'openssh-key-v1\0'
/** What stands before the 32 bytes of a key: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** A public key, and each way in which somebody writes it. */
export class PublicKey {
  /** 32 bytes. */
  readonly raw: Buffer
  readonly #key: KeyObject

  constructor(raw: Uint8Array) {
    if (raw.length !== 32) throw new RangeError(`expected a key of 32 bytes, got ${raw.length}`)
    this.raw = Buffer.from(raw)
    this.#key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
  }

  /** `SHA256:...`, as `ssh-keygen -l` prints it. */
  get fingerprint(): string {
    return `SHA256:${createHash('sha256').update(this.sshBlob).digest('base64').replaceAll('=', '')}`
  }

  get sshBlob(): Buffer {
    return Buffer.concat([sshString(SSH_TYPE), sshString(this.raw)])
  }

  /** One line, as in `id_ed25519.pub`. */
  get sshLine(): string {
    return `${SSH_TYPE} ${this.sshBlob.toString('base64')}`
  }

  /** By which minisign finds the key; any eight bytes would do. */
  get minisignId(): Buffer {
    return createHash('sha256').update(this.raw).digest().subarray(0, 8)
  }

  /** For `minisign -P`. */
  get minisignLine(): string {
    return Buffer.concat([Buffer.from('Ed'), this.minisignId, this.raw]).toString('base64')
  }

  is(other: PublicKey): boolean {
    return this.raw.equals(other.raw)
  }

  verifies(message: Uint8Array, signature: Uint8Array): boolean {
    return signature.length === 64 && verify(null, message, this.#key, signature)
  }
}

export class PrivateKey {
  readonly public: PublicKey
  readonly #seed: Buffer
  readonly #key: KeyObject

  /** `seed`: the 32 bytes from which both halves follow. */
  constructor(seed: Uint8Array) {
    if (seed.length !== 32) throw new RangeError(`expected a key of 32 bytes, got ${seed.length}`)
    this.#seed = Buffer.from(seed)
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' })
    this.public = new PublicKey(spki.subarray(SPKI.length))
  }

  sign(message: Uint8Array): Buffer {
    return sign(null, message, this.#key)
  }

  /** What must be in no file that is handed on. */
  get secret(): Buffer {
    return Buffer.from(this.#seed)
  }
}

/**
 * From the text of a file: OpenSSH (`ssh-keygen -t ed25519`) or PKCS#8 (`openssl genpkey -algorithm ed25519`), without
 * a passphrase. Throws a usage `Failure` that names the file.
 */
export function privateKeyIn(text: string, path: string): PrivateKey {
  return orRefused(path, 'a private Ed25519 key of OpenSSH or PKCS#8, without a passphrase', () => {
    const [, body] = OPENSSH.exec(text) ?? []
    if (body !== undefined) return fromOpenSsh(Buffer.from(body, 'base64'))
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`it is of type ${key.asymmetricKeyType}`)
    return new PrivateKey(key.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length, PKCS8.length + 32))
  })
}

/** From a line of OpenSSH, a PEM of OpenSSL, or a `.pub` of minisign. Throws a usage `Failure` that names the file. */
export function publicKeyIn(text: string, path: string): PublicKey {
  return orRefused(path, 'a public Ed25519 key of OpenSSH, SPKI or minisign', () => {
    if (text.includes('PRIVATE KEY')) throw new TypeError('it is a private key, which nobody but its owner should have')
    if (text.includes('-----BEGIN')) {
      const key = createPublicKey(text)
      if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`it is of type ${key.asymmetricKeyType}`)
      return new PublicKey(key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length))
    }
    const lines = text.split('\n').map((line) => line.trim())
    const [line = '', ...more] = lines.filter((one) => one !== '' && !/^(#|untrusted comment:)/.test(one))
    if (more.length > 0) throw new TypeError('it holds several keys')
    const [type, blob] = line.split(/\s+/)
    if (blob !== undefined) {
      if (type !== SSH_TYPE) throw new TypeError(`it is of type ${type}`)
      return fromSshBlob(Buffer.from(blob, 'base64'))
    }
    const minisign = Buffer.from(line, 'base64')
    if (minisign.length !== 42 || minisign.toString('latin1', 0, 2) !== 'Ed') throw new TypeError('it is none of these')
    return new PublicKey(minisign.subarray(10))
  })
}

/** Throws where it is another key, or more than a key. */
export function fromSshBlob(blob: Uint8Array): PublicKey {
  const reader = new SshReader(blob)
  const type = reader.text()
  if (type !== SSH_TYPE) throw new TypeError(`it is of type ${type}`)
  const key = new PublicKey(reader.string())
  if (!reader.isAtEnd) throw new RangeError('something follows the key')
  return key
}

function fromOpenSsh(bytes: Buffer): PrivateKey {
  const reader = new SshReader(bytes)
  if (reader.take(OPENSSH_MAGIC.length).toString('latin1') !== OPENSSH_MAGIC) throw new TypeError('it is no such key')
  const cipher = reader.text()
  if (cipher !== 'none') throw new TypeError('it has a passphrase')
  reader.string()
  reader.string()
  if (reader.number() !== 1) throw new TypeError('it holds several keys')
  fromSshBlob(reader.string())
  const inner = new SshReader(reader.string())
  if (inner.number() !== inner.number()) throw new TypeError('its check numbers differ')
  const type = inner.text()
  if (type !== SSH_TYPE) throw new TypeError(`it is of type ${type}`)
  inner.string()
  return new PrivateKey(inner.string().subarray(0, 32))
}

function orRefused<T>(path: string, expected: string, read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    // What a parser says of a key may quote it: only our own words are passed on.
    const why =
      thrown instanceof TypeError || thrown instanceof RangeError ? thrown.message : 'it cannot be read as one'
    const words = 'code' in (thrown as object) ? 'it cannot be read as one' : why
    throw new Failure('usage', `${path}: expected ${expected}: ${words}`)
  }
}
