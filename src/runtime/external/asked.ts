/**
 * What somebody asked for on the command line of a service that is not ours: where it is, whose accounts, that it may
 * be tested at all, how fast, and whether what was written stays. It stands in the environment, so that every process
 * of a run knows the same.
 */

import { readFileSync } from 'node:fs'
import { authorityOf, Failure, reasonOf } from '../../kernel/index.ts'
import { addressIn, type ExternalAddress, type Named } from '../../site/index.ts'
import { ASKED, WRITES_PER_SECOND } from './variables.ts'

export interface OwnAccount {
  readonly user: string
  readonly password?: string
}

export interface Asked {
  /** `host:port` of services that may be tested. */
  readonly allowed: readonly string[]
  /** Of services, by their names in the site. */
  readonly addresses: Named<ExternalAddress>
  /** In the place of accounts that a drill would make up; undefined where none were listed. */
  readonly accounts: readonly OwnAccount[] | undefined
  /** Of the whole fleet together. */
  readonly writesPerSecond: number
  readonly keepWritten: boolean
}

/** As the options of a command have it; what is left out stays as it is. For every process from now on. */
export interface AskedFlags {
  readonly allowExternal?: readonly string[]
  readonly address?: readonly string[]
  readonly accounts?: string
  readonly writesPerSecond?: number
  readonly keepWritten?: boolean
}

export function askOfExternal({ allowExternal, address, accounts, writesPerSecond, keepWritten }: AskedFlags): void {
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) process.env[name] = value
  }
  set(ASKED.allow, allowExternal?.join(','))
  set(ASKED.address, address?.join(','))
  set(ASKED.accounts, accounts)
  set(ASKED.writesPerSecond, writesPerSecond === undefined ? undefined : String(writesPerSecond))
  set(ASKED.keepWritten, keepWritten ? '1' : undefined)
}

/** Throws a usage `Failure` that names the option. */
export function askedOfExternal(env: NodeJS.ProcessEnv = process.env): Asked {
  const listed = (name: string) => (env[name] ?? '').split(',').filter((one) => one !== '')
  const path = env[ASKED.accounts]
  return {
    allowed: listed(ASKED.allow),
    addresses: Object.fromEntries(listed(ASKED.address).map(namedAddress)),
    accounts: path === undefined || path === '' ? undefined : accountsIn(path),
    writesPerSecond: rateIn(env[ASKED.writesPerSecond]),
    keepWritten: ['1', 'true'].includes(env[ASKED.keepWritten] ?? ''),
  }
}

function namedAddress(text: string): readonly [string, ExternalAddress] {
  const at = text.indexOf('=')
  const [name, url] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)]
  if (name === '') throw new Failure('usage', `--address: expected <service>=<url>, got '${text}'`)
  return [name, addressIn(`--address ${name}`, url)]
}

function rateIn(text: string | undefined): number {
  if (text === undefined || text === '') return WRITES_PER_SECOND
  const rate = Number(text)
  if (Number.isFinite(rate) && rate > 0) return rate
  throw new Failure('usage', `--writes-per-second: expected a number above 0, got '${text}'`)
}

/** One account a line: a name, and its password behind the first blank. What begins with `#` is a remark. */
function accountsIn(path: string): readonly OwnAccount[] {
  const accounts = readLines(path).flatMap((line): readonly OwnAccount[] => {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) return []
    const [, user = '', password = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? []
    return [{ user, ...(password !== '' && { password }) }]
  })
  const users = accounts.map(({ user }) => user)
  const twice = users.find((user, place) => users.indexOf(user) !== place)
  if (twice !== undefined)
    throw new Failure('usage', `--accounts ${path}: expected each account once, got '${twice}' twice`)
  if (accounts.length === 0)
    throw new Failure('usage', `--accounts ${path}: expected a line for each account, got none`)
  return accounts
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)
  } catch (thrown) {
    throw new Failure('usage', `--accounts ${path}: cannot be read: ${reasonOf(thrown)}`)
  }
}

/**
 * Throws a usage `Failure` for the first service, by its name in the site, that has no address, or one that nobody has
 * allowed: nothing is sent to it.
 */
export function refuseUnallowed(
  services: Iterable<readonly [string, ExternalAddress | undefined]>,
  { allowed }: Pick<Asked, 'allowed'>,
): void {
  for (const [name, address] of services) {
    if (!address) {
      throw new Failure('usage', `site: service '${name}': expected an address: --address ${name}=https://host:port`)
    }
    const authority = authorityOf(address)
    if (allowed.includes(authority)) continue
    const got = allowed.length === 0 ? 'nothing' : allowed.join(', ')
    const whose = `${address.url} is somebody else's: nothing is sent to it before it is allowed by name`
    throw new Failure('usage', `${whose}: expected --allow-external ${authority}, got ${got}`)
  }
}
