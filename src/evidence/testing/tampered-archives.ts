/** Bundles with more, less, or something else than what was signed in them. */

import { gzipSync } from 'node:zlib'
import { unzip, zip } from '../archive/gzip.ts'
import { pack, unpack } from '../archive/tar.ts'
import { toBundle, type Bundle } from '../bundle.ts'
import { header, raw } from './hostile.ts'
import type { Tampering } from './tamperings.ts'

type Members = [name: string, bytes: Buffer][]

/** The members in another order, more of them or fewer, in an archive that is whole. */
const packed =
  (change: (members: Members) => Members) =>
  (bundle: Bundle): Buffer =>
    zip(pack(new Map(change([...unpack(unzip(toBundle(bundle)))]))))

const bytesOf =
  (change: (bytes: Buffer) => Buffer) =>
  (bundle: Bundle): Buffer =>
    change(toBundle(bundle))

/** Members in front of those of the bundle. */
const before =
  (...blocks: readonly Buffer[]) =>
  (bundle: Bundle): Buffer =>
    zip(Buffer.concat([raw(...blocks).subarray(0, -1_024), unzip(toBundle(bundle))]))

const WAYS: Readonly<Record<string, (bundle: Bundle) => Buffer>> = {
  'a file more': packed((all) => [...all, ['zz.txt', Buffer.from('hello')]]),
  'a file more among the signatures': packed((all) => [['evidence/a.txt', Buffer.from('hello')], ...all]),
  'a file is left out': packed((all) => all.filter(([name]) => name !== 'junit.xml')),
  'the log of attempts is left out': packed((all) => all.filter(([name]) => name !== 'attempts.jsonl')),
  'a ledger is left out': packed((all) => all.filter(([name]) => !name.endsWith('ledger.jsonl'))),
  'the envelope is left out': packed((all) => all.filter(([name]) => !name.endsWith('.dsse.json'))),
  'a file has another name': packed((all) =>
    all.map(([name, bytes]) => [name === 'junit.xml' ? 'junit2.xml' : name, bytes]),
  ),
  'files in another order': packed((all) => all.toReversed()),
  'a file stands twice': before(header({ name: 'report.json' })),
  'a link in front': before(header({ name: 'arm', kind: '2', link: '/etc' })),
  'a name that leads out in front': before(header({ name: '../x' })),
  'something follows it': bytesOf((bytes) => Buffer.concat([bytes, Buffer.from('x')])),
  'another bundle follows it': bytesOf((bytes) => Buffer.concat([bytes, bytes])),
  'its end is cut off': bytesOf((bytes) => bytes.subarray(0, -20)),
  'a bit in its middle': bytesOf((bytes) => {
    const next = Buffer.from(bytes)
    const middle = Math.floor(next.length / 2)
    next[middle] = (next[middle] ?? 0) ^ 4
    return next
  }),
  'packed by another program': bytesOf((bytes) => gzipSync(unzip(bytes))),
  'a bundle in a bundle': bytesOf((bytes) => zip(pack(new Map([['bundle.tgz', bytes]])))),
}

export const ARCHIVES: readonly Tampering[] = Object.entries(WAYS).map(([name, forge]) => ({
  family: 'archive',
  name,
  forge,
}))
