/** `syncdrill seal`: a saved run becomes one signed file. */

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { filesOf, privateKeyIn, seal } from '../../evidence/index.ts'
import { Failure, reasonOf } from '../../kernel/index.ts'
import { findRun } from '../saved-runs.ts'

export interface SealFlags {
  readonly key: string
  readonly out?: string
  /** Names of environment variables whose values must be in no file. */
  readonly secret?: readonly string[]
  readonly reports: string
}

export async function sealRun(wanted: string | undefined, flags: SealFlags): Promise<number> {
  const folder = await findRun(wanted, flags.reports)
  const key = privateKeyIn(await textOf(flags.key, 'a private key'), flags.key)
  const secrets = (flags.secret ?? []).map((name) => {
    const value = process.env[name] ?? ''
    if (value !== '') return value
    throw new Failure('usage', `--secret ${name}: expected an environment variable of this name, it is not set`)
  })
  const bundle = seal(await filesOf(folder), { key, secrets })
  const out = flags.out ?? `${folder}.evidence.tgz`
  await writeFile(out, bundle, { flag: 'wx' }).catch((thrown: unknown) => {
    const isThere = (thrown as NodeJS.ErrnoException).code === 'EEXIST'
    if (isThere) throw new Failure('usage', `${out}: expected no file, there is one: --out names another`)
    throw new Failure('environment', `${out}: cannot be written: ${reasonOf(thrown)}`, { cause: thrown })
  })
  const lines = [
    `Sealed    ${relative(process.cwd(), out) || out}`,
    `SHA-256   ${createHash('sha256').update(bundle).digest('hex')}`,
    `Key       ${key.public.fingerprint}`,
    `  OpenSSH   ${key.public.sshLine}`,
    `  minisign  ${key.public.minisignLine}`,
    '',
    'Whoever verifies it needs the public key from you by another way than this file.',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

export async function textOf(path: string, what: string): Promise<string> {
  return await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw new Failure('usage', `${path}: expected ${what}: ${reasonOf(thrown)}`, { cause: thrown })
  })
}
