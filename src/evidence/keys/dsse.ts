/** A DSSE envelope: https://github.com/secure-systems-lab/dsse. What is signed holds the type of what is signed. */

import * as z from 'zod'
import type { PrivateKey, PublicKey } from './key.ts'

const IN_TOTO = 'application/vnd.in-toto+json'

const Envelope = z.strictObject({
  payloadType: z.literal(IN_TOTO),
  payload: z.base64(),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.base64() })]),
})

/** The bytes that are signed. Lengths are counted in bytes. */
export function preAuthEncoding(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload])
}

export function toEnvelope(payload: Uint8Array, key: PrivateKey): string {
  const envelope: z.infer<typeof Envelope> = {
    payloadType: IN_TOTO,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [
      { keyid: key.public.fingerprint, sig: key.sign(preAuthEncoding(IN_TOTO, payload)).toString('base64') },
    ],
  }
  return `${JSON.stringify(envelope)}\n`
}

/** Why this is not an envelope of these bytes by this key; undefined where it is. */
export function envelopeFlaw(text: string, payload: Uint8Array, key: PublicKey): string | undefined {
  let envelope: z.infer<typeof Envelope>
  try {
    envelope = Envelope.parse(JSON.parse(text))
  } catch {
    return 'it is no envelope with one signature'
  }
  const [{ keyid, sig }] = envelope.signatures
  if (!Buffer.from(envelope.payload, 'base64').equals(payload)) return 'it holds another statement'
  if (!key.verifies(preAuthEncoding(envelope.payloadType, payload), Buffer.from(sig, 'base64')))
    return 'its signature is not by this key, or of something else'
  if (keyid !== key.fingerprint) return `it names another key: ${keyid}`
  return text === `${JSON.stringify(envelope)}\n` ? undefined : 'it is not written as it is signed'
}
