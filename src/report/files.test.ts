/** Files of a report are whole or absent. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isWithoutSmallDisk, SmallDisk } from '../runtime/testing/small-disk.ts'
import { writeReport } from './files.ts'
import { madeUpReport } from './renderer.contract.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'syncdrill-report-')))
afterAll(() => rmSync(folder, { recursive: true }))

const FILES = ['ctrf.json', 'due-diligence.html', 'junit.xml', 'report.html', 'report.json', 'summary.md']

test('a report is five files, and latest leads to the newest', async () => {
  const drill = join(folder, 'drill')
  for (const run of ['first', 'second', 'second']) {
    const files = await writeReport(join(drill, run), madeUpReport(run))
    expect(files).toHaveLength(FILES.length)
    expect(readdirSync(join(drill, run)).toSorted()).toEqual(FILES)
    expect(realpathSync(join(drill, 'latest'))).toBe(join(drill, run))
    expect(JSON.parse(readFileSync(join(drill, 'latest', 'report.json'), 'utf8'))).toMatchObject({ title: run })
  }
  expect(readdirSync(drill).toSorted()).toEqual(['first', 'latest', 'second'])
})

test('eight runs that end at once leave one link, and nothing half done', async () => {
  const drill = join(folder, 'crowded')
  await Promise.all(Array.from({ length: 8 }, (_, run) => writeReport(join(drill, `${run}`), madeUpReport('x'))))
  expect(readdirSync(drill).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', 'latest'])
  expect(realpathSync(join(drill, 'latest'))).toMatch(/crowded\/[0-7]$/)
})

test('one that cannot be written is an error that names it, and leaves no draft', async () => {
  const blocked = join(folder, 'blocked', 'run')
  mkdirSync(join(blocked, 'junit.xml'), { recursive: true })
  await expect(writeReport(blocked, madeUpReport('x'))).rejects.toThrow(/report .*blocked\/run: cannot be written: /)
  expect(readdirSync(blocked)).toEqual(['junit.xml'])
  writeFileSync(join(folder, 'file'), '')
  await expect(writeReport(join(folder, 'file', 'run'), madeUpReport('x'))).rejects.toThrow(/ENOTDIR/)
})

test.skipIf(isWithoutSmallDisk)(
  'on a disk on which all fits but the page, nothing is left that says pass',
  async () => {
    using disk = new SmallDisk(112 << 10)
    await expect(writeReport(join(disk.path, 'drill', 'run'), madeUpReport('x'))).resolves.toHaveLength(FILES.length)
    const page = new Map([['x', { unread: 'y'.repeat(60_000) }]])
    await expect(writeReport(join(disk.path, 'drill', 'next'), madeUpReport('x'), { pages: page })).rejects.toThrow(
      /ENOSPC/,
    )
    expect(readdirSync(join(disk.path, 'drill', 'next'))).toEqual([])
    expect(realpathSync(join(disk.path, 'drill', 'latest'))).toBe(join(disk.path, 'drill', 'run'))
  },
)
