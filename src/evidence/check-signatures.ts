/** Whose bundle it is: the pinned key's, somebody else's, or nobody's. */

import type { Sealed } from './bundle.ts'
import type { Finding } from './finding.ts'
import { envelopeFlaw } from './keys/dsse.ts'
import type { PublicKey } from './keys/key.ts'
import { minisignFlaw } from './keys/minisign.ts'
import { keyInSshSignature, sshSignatureFlaw } from './keys/sshsig.ts'

export interface SignedBy {
  /** By which all signatures are; undefined where they are not by one. */
  readonly key: PublicKey | undefined
  readonly findings: readonly Finding[]
}

/** Without a pinned key, by the one that it carries, which anybody can make. */
export function checkSignatures(sealed: Sealed, pinned: PublicKey | undefined): SignedBy {
  const carried = keyInSshSignature(sealed.ssh.toString('utf8'))
  const key = pinned ?? carried
  if (!key) return { key: undefined, findings: [{ change: 'envelope', because: 'it carries no signature of a key' }] }
  const flaws = flawsOf(sealed, key)
  if (flaws.length === 0) return { key, findings: [] }
  const isByAnother = carried && !carried.is(key) && flawsOf(sealed, carried).length === 0
  if (!isByAnother) return { key: undefined, findings: flaws }
  const because = `it is signed by ${carried.fingerprint}, expected ${key.fingerprint}`
  return { key: carried, findings: [{ change: 'key', because }] }
}

function flawsOf({ statement, envelope, minisign, ssh }: Sealed, key: PublicKey): readonly Finding[] {
  const flaws = {
    'the envelope': envelopeFlaw(envelope.toString('utf8'), statement, key),
    'the signature of minisign': minisignFlaw(minisign.toString('utf8'), statement, key),
    'the signature of SSH': sshSignatureFlaw(ssh.toString('utf8'), statement, key),
  }
  return Object.entries(flaws).flatMap(([which, flaw]) =>
    flaw === undefined ? [] : [{ change: 'envelope' as const, because: `${which}: ${flaw}` }],
  )
}
