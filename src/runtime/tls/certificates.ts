/**
 * The run's own authority: it vouches for the services that speak TLS, and is trusted by its devices only. Made when
 * such a service is declared, kept in memory, and gone with the run.
 */

import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { CERTIFIED_NAME, uniqueName, wallTime } from '../../kernel/index.ts'
import type { Topology } from '../../site/index.ts'

/** In PEM. One certificate for all services of a run, under every name by which they are reached. */
export interface Certificates {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const HOUR_MS = 3_600_000
/** Whoever's clock is wrong by less trusts it all the same. */
const VALID_MS = 30 * 24 * HOUR_MS

/** Undefined where no service speaks TLS. */
export async function certificatesFor({ services }: Topology): Promise<Certificates | undefined> {
  const secured = [...services].filter(([, { tls }]) => tls !== undefined).map(([name]) => name.toLowerCase())
  return secured.length > 0 ? makeCertificates([CERTIFIED_NAME, ...secured]) : undefined
}

async function makeCertificates(names: readonly string[]): Promise<Certificates> {
  const { default: forge } = await import('node-forge')
  const { pki } = forge
  const [ca, own] = await Promise.all([newKeys(), newKeys()])
  const issuer = [{ name: 'commonName', value: `syncdrill ${uniqueName(6)}` }]
  const signed = (of: Keys, subject: typeof issuer, extensions: readonly object[]) => {
    const certificate = pki.createCertificate()
    certificate.publicKey = pki.publicKeyFromPem(of.publicKey)
    // Positive, and another one for each.
    certificate.serialNumber = `01${uniqueName(8)}`
    certificate.validity.notBefore = new Date(Date.parse(wallTime()) - HOUR_MS)
    certificate.validity.notAfter = new Date(Date.parse(wallTime()) + VALID_MS)
    certificate.setSubject(subject)
    certificate.setIssuer(issuer)
    certificate.setExtensions([...extensions])
    certificate.sign(pki.privateKeyFromPem(ca.privateKey), forge.md.sha256.create())
    return pki.certificateToPem(certificate)
  }
  const [dns, ip] = [2, 7]
  const altNames = [
    ...names.map((value) => ({ type: dns, value })),
    ...['127.0.0.1', '::1'].map((address) => ({ type: ip, ip: address })),
  ]
  return {
    authority: signed(ca, issuer, [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ]),
    certificate: signed(
      own,
      [{ name: 'commonName', value: CERTIFIED_NAME }],
      [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames },
      ],
    ),
    key: own.privateKey,
  }
}

interface Keys {
  readonly publicKey: string
  readonly privateKey: string
}

function newKeys(): Promise<Keys> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}
