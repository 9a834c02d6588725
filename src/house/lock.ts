/**
 * Completes package-lock.json with the optional packages of other platforms that the registry at hand does not carry.
 * npm leaves them out of a lock file that it writes, and from 11.16 on `npm ci` refuses that file (npm/cli#9846).
 * Such an entry has no integrity; npm skips it on every platform but its own.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const Entry = z.looseObject({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const Lock = z.looseObject({ packages: z.record(z.string(), Entry) })
export type Lock = z.infer<typeof Lock>

const PLATFORM =
  /(?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(?<cpu>[a-z0-9]+)(?<rest>.*)$/

/** Throws where the file is no lock file; the answer is what stands in the file, keys in their order. */
export function readLock(file: string): Lock {
  const lock: unknown = JSON.parse(readFileSync(file, 'utf8'))
  assertLock(lock)
  return lock
}

function assertLock(lock: unknown): asserts lock is Lock {
  Lock.parse(lock)
}

/** The optional packages that some entry asks for and that no entry provides, with the entry as it should be. */
export function missingOptional({ packages }: Lock): Readonly<Record<string, object>> {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, dev ?? false)] as const),
  )
  return Object.fromEntries(missing)
}

function entryOf(name: string, version: string, dev: boolean): object {
  const { os, cpu, rest } = PLATFORM.exec(name)?.groups ?? {}
  if (os === undefined || cpu === undefined)
    throw new Error(`optional package '${name}' names no platform to skip it on`)
  if (!/^\d/.test(version)) throw new Error(`optional package '${name}' should be pinned exactly, not '${version}'`)
  const libc = os !== 'linux' ? {} : { libc: [rest?.includes('musl') ? 'musl' : 'glibc'] }
  return { version, cpu: [cpu], ...(dev && { dev }), ...libc, optional: true, os: [os] }
}

if (import.meta.main) {
  const lock = readLock('package-lock.json')
  const missing = missingOptional(lock)
  const packages = Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(
    'package-lock.json',
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, undefined, 2)}\n`,
  )
  process.stdout.write(`package-lock.json: ${Object.keys(missing).length} entries added for other platforms\n`)
}
