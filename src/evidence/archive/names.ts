/** What a member of a bundle may be called: a path inside of the run, alike on every file system. */

/** Controls, what turns writing round or hides in it, and what is a separator or a drive somewhere. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\:]/u

/** What is wrong with a name; undefined for one that is fine. */
export function nameFlaw(name: string): string | undefined {
  if (name === '') return 'has no name'
  if (name.includes('\0')) return 'has a name with a NUL in it'
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'has an absolute name'
  const parts = name.split('/')
  if (parts.includes('..')) return 'has a name that leads out of the run'
  if (parts.includes('.') || parts.includes('')) return 'has a name that is written in a roundabout way'
  if (UNSAFE.test(name)) return 'has a name with a character that no file of a run has'
  if (name !== name.normalize('NFC')) return 'has a name that is not in normal form'
  return undefined
}

/** Two names that are one file somewhere have the same. */
export const foldedName = (name: string): string => name.normalize('NFKC').toLowerCase()
