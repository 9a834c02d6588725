/** Keys and signatures, against the programs that other people verify them with. */

import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { envelopeFlaw, preAuthEncoding, toEnvelope } from './dsse.ts'
import { PrivateKey, privateKeyIn, publicKeyIn } from './key.ts'
import { minisignFlaw, toMinisign } from './minisign.ts'
import { keyInSshSignature, NAMESPACE, sshSignatureFlaw, toSshSignature } from './sshsig.ts'

const folder = mkdtempSync(join(tmpdir(), 'syncdrill-keys-'))
const at = (name: string): string => join(folder, name)

/** Said aloud where a program is not there: what it would have shown is then not shown. */
function without(program: string): boolean {
  const isMissing = spawnSync(program, ['--help']).error !== undefined
  if (isMissing) process.stderr.write(`LEFT OUT: there is no ${program} here, so nothing was verified with it\n`)
  return isMissing
}

const noSshKeygen = without('ssh-keygen')
const noMinisign = without('minisign')
const noOpenssl = without('openssl')

const key = new PrivateKey(Buffer.alloc(32, 7))
const other = new PrivateKey(Buffer.alloc(32, 8))
const message = Buffer.from('{"what":"was said"}\n')
const changed = Buffer.from('{"what":"was sold"}\n')

describe('a private key', () => {
  test('of OpenSSL is read from PKCS#8, and its public half from SPKI', () => {
    const pair = generateKeyPairSync('ed25519')
    const own = privateKeyIn(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'own.pem')
    const pub = publicKeyIn(pair.publicKey.export({ format: 'pem', type: 'spki' }).toString(), 'pub.pem')
    expect(own.public.fingerprint).toBe(pub.fingerprint)
  })

  test.skipIf(noSshKeygen)('of OpenSSH has the fingerprint that ssh-keygen prints', () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('id')])
    const own = privateKeyIn(readFileSync(at('id'), 'utf8'), 'id')
    const printed = execFileSync('ssh-keygen', ['-l', '-f', at('id.pub')], { encoding: 'utf8' })
    expect(printed).toContain(` ${own.public.fingerprint} `)
    expect(publicKeyIn(readFileSync(at('id.pub'), 'utf8'), 'id.pub').is(own.public)).toBe(true)
  })

  test.skipIf(noSshKeygen)('with a passphrase, or of another kind, is refused, and nothing of it is quoted', () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'a passphrase', '-f', at('locked')])
    execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', at('ecdsa')])
    const locked = readFileSync(at('locked'), 'utf8')
    expect(() => privateKeyIn(locked, 'k')).toThrow(/^k: expected a private Ed25519 key .*: it has a passphrase$/)
    expect(() => privateKeyIn(readFileSync(at('ecdsa'), 'utf8'), 'k')).toThrow(/it is of type ecdsa-sha2-nistp256$/)
    expect(() => privateKeyIn('hunter2', 'k')).toThrow(/: it cannot be read as one$/)
  })

  test('is no public key', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    expect(() => publicKeyIn(pem, 'k')).toThrow(/it is a private key/)
  })
})

test('a public key is read back from each way to write it', () => {
  for (const line of [key.public.sshLine, `${key.public.sshLine} anna@audit\n`, key.public.minisignLine])
    expect(publicKeyIn(line, 'k').is(key.public)).toBe(true)
  expect(publicKeyIn(`untrusted comment: minisign\n${key.public.minisignLine}\n`, 'k').is(key.public)).toBe(true)
  for (const line of ['', 'ssh-rsa AAAA', 'ssh-ed25519 AAAA', 'RWQ=', `${key.public.sshLine}\n${other.public.sshLine}`])
    expect(() => publicKeyIn(line, 'k')).toThrow(/^k: expected a public Ed25519 key/)
})

test('the bytes that an envelope signs are those of the specification', () => {
  expect(preAuthEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
    'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  )
})

const FORMS = [
  { name: 'an envelope', make: toEnvelope, flaw: envelopeFlaw },
  { name: 'a signature of SSH', make: toSshSignature, flaw: sshSignatureFlaw },
  { name: 'a signature of minisign', make: (m: Buffer, k: PrivateKey) => toMinisign(m, k, 'one'), flaw: minisignFlaw },
]

describe.each(FORMS)('$name', ({ make, flaw }) => {
  test('holds for its message and its key, and for no other', () => {
    expect(flaw(make(message, key), message, key.public)).toBeUndefined()
    expect(flaw(make(message, key), changed, key.public)).toBeDefined()
    expect(flaw(make(message, key), message, other.public)).toBeDefined()
    expect(flaw('', message, key.public)).toBeDefined()
  })

  test('does not hold with any one character changed', () => {
    const text = make(message, key)
    const untrusted = text.startsWith('untrusted') ? text.indexOf('\n') + 1 : 0
    const holding = text.split('').flatMap((char, place) => {
      if (place < untrusted) return []
      const other1 = `${text.slice(0, place)}${char === 'A' ? 'B' : 'A'}${text.slice(place + 1)}`
      return flaw(other1, message, key.public) === undefined ? [`${place}: ${char}`] : []
    })
    expect(holding).toEqual([])
  })
})

test('a signature of SSH carries its key', () => {
  expect(keyInSshSignature(toSshSignature(message, key))?.is(key.public)).toBe(true)
  expect(keyInSshSignature('anything else')).toBeUndefined()
})

describe('programs of others', () => {
  test.skipIf(noSshKeygen)('ssh-keygen -Y verify takes ours, and refuses a changed message', () => {
    writeFileSync(at('signers'), `lab namespaces="${NAMESPACE}" ${key.public.sshLine}\n`)
    writeFileSync(at('m.sig'), toSshSignature(message, key))
    const verify = (input: Buffer) =>
      spawnSync('ssh-keygen', ['-Y', 'verify', '-f', at('signers'), '-I', 'lab', '-n', NAMESPACE, '-s', at('m.sig')], {
        input,
      }).status
    expect(verify(message)).toBe(0)
    expect(verify(changed)).not.toBe(0)
  })

  test.skipIf(noSshKeygen)('and makes one that we take', () => {
    const pem = execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('signer')]) && at('signer')
    writeFileSync(at('n'), message)
    execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', pem, '-n', NAMESPACE, at('n')], { stdio: 'ignore' })
    const own = publicKeyIn(readFileSync(at('signer.pub'), 'utf8'), 'k')
    expect(sshSignatureFlaw(readFileSync(at('n.sig'), 'utf8'), message, own)).toBeUndefined()
  })

  test.skipIf(noMinisign)('minisign -V takes ours, and refuses a changed message', () => {
    writeFileSync(at('m'), message)
    writeFileSync(at('changed'), changed)
    writeFileSync(at('m.minisig'), toMinisign(message, key, 'run 1'))
    const verify = (name: string) =>
      spawnSync('minisign', ['-V', '-m', at(name), '-x', at('m.minisig'), '-P', key.public.minisignLine]).status
    expect(verify('m')).toBe(0)
    expect(verify('changed')).not.toBe(0)
  })

  test.skipIf(noOpenssl)('openssl verifies the signature of an envelope', () => {
    const pair = generateKeyPairSync('ed25519')
    const own = privateKeyIn(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'k')
    const { payload, payloadType, signatures } = JSON.parse(toEnvelope(message, own)) as {
      payload: string
      payloadType: string
      signatures: readonly [{ sig: string }]
    }
    writeFileSync(at('pae'), preAuthEncoding(payloadType, Buffer.from(payload, 'base64')))
    writeFileSync(at('sig'), Buffer.from(signatures[0].sig, 'base64'))
    writeFileSync(at('pub.pem'), pair.publicKey.export({ format: 'pem', type: 'spki' }))
    const args = ['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', at('pub.pem'), '-sigfile', at('sig')]
    expect(spawnSync('openssl', [...args, '-in', at('pae')]).status).toBe(0)
  })
})
