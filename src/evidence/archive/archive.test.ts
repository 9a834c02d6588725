/** Bundles as files: written in one way, and read in no other. Reading writes nothing anywhere. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { header, HOSTILE, raw } from '../testing/hostile.ts'
import { unzip, zip } from './gzip.ts'
import { pack, Refused, unpack } from './tar.ts'

const members = new Map([
  ['a.json', Buffer.from('{}\n')],
  ['arm/ledger.jsonl', Buffer.alloc(1_024, 'x')],
  [`arm/logs/${'long-'.repeat(20)}/café.log`, Buffer.alloc(0)],
])

describe('what is packed', () => {
  test('is unpacked as it was, and packed again to the same bytes', () => {
    const again = unpack(unzip(zip(pack(members))))
    expect([...again].map(([name, bytes]) => [name, bytes.toString()])).toEqual(
      [...members].map(([name, bytes]) => [name, bytes.toString()]),
    )
    expect(zip(pack(again)).equals(zip(pack(members)))).toBe(true)
  })

  test('is an archive that tar reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'syncdrill-archive-'))
    writeFileSync(join(folder, 'b.tgz'), zip(pack(members)))
    execFileSync('tar', ['-xzf', 'b.tgz'], { cwd: folder })
    for (const [name, bytes] of members) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true)
  })

  test.each(['../a', '/a', 'a//b', './a', 'a\\b', 'c:a', '', 'a\0b', 'e\u0301', 'x'.repeat(101)])(
    'is never called %j',
    (name) => expect(() => pack(new Map([[name, Buffer.alloc(0)]]))).toThrow(Refused),
  )
})

describe('hostile archives', () => {
  test.each(HOSTILE)('$name', ({ bytes, because }) => {
    expect(() => unpack(bytes())).toThrow(because)
  })

  test('something follows the end of the compressed stream', () => {
    const bundle = zip(pack(members))
    expect(() => unzip(Buffer.concat([bundle, Buffer.from('x')]))).toThrow('something follows its end')
    expect(() => unzip(Buffer.concat([bundle, bundle]))).toThrow('something follows its end')
  })

  test('the compressed stream is cut off, at each of its ends', () => {
    const bundle = zip(pack(members))
    for (const length of [0, 9, 10, 30, bundle.length - 9, bundle.length - 1])
      expect(() => unzip(bundle.subarray(0, length))).toThrow(Refused)
  })

  test('a small file that becomes a large one is given up, long before it is large', () => {
    const bomb = zip(Buffer.alloc(1 << 28))
    expect(bomb.length).toBeLessThan(1 << 19)
    expect(() => unzip(bomb)).toThrow(/it unpacks to more than \d+ bytes/)
  })

  test('another writer of gzip, a checksum of something else', () => {
    expect(() => unzip(gzipSync(pack(members)))).toThrow('it is no archive as a bundle is one')
    const bundle = zip(pack(members))
    const other = zip(Buffer.from('other'))
    const mixed = Buffer.concat([bundle.subarray(0, -8), other.subarray(-8)])
    expect(() => unzip(mixed)).toThrow('its checksum is another')
    expect(() => unzip(Buffer.concat([bundle.subarray(0, 10), Buffer.from('zzzz')]))).toThrow(Refused)
    expect(deflateRawSync(Buffer.alloc(0)).length).toBeGreaterThan(0)
  })

  test('a header that differs in any byte from ours', () => {
    const good = header({ name: 'a' })
    for (let place = 0; place < 512; place += 1) {
      const bad = Buffer.from(good)
      bad[place] = (bad[place] ?? 0) ^ 1
      expect(() => unpack(raw(bad))).toThrow(Refused)
    }
  })
})
