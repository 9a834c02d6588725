import { mkdirSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Ledger } from '../../ledger/index.ts'
import { judgeSaved } from './judge.ts'

const ENTRY = '{"at":0,"ms":0,"drillMs":0,"is":"phase","phase":"start","state":"begin"}'

test.each([
  ['nothing', '', '): it is empty'],
  ['the log of something else', '{"level":30,"time":1,"msg":"ready"}\n{"level":30}\n', '): line 1: is: expected'],
  ['JSON on many lines', '{\n  "name": "x"\n}\n', "): line 1: expected an entry as a JSON object, got '{'"],
  ['a list', '[1, 2]\n', '): line 1: expected an entry as a JSON object, got [ 1, 2 ]'],
  ['bytes', Buffer.from([0x1f, 0x8b, 0, 0xff, 0x0a, 0x9b, 0x0a]), '): line 1: expected an entry as a JSON object'],
  ['bytes without a newline', Buffer.alloc(10), '): line 1: the last line is cut off'],
  ['half of a first entry', ENTRY.slice(0, 40), '): line 1: the last line is cut off'],
])('a ledger.jsonl that holds %s is refused as no ledger of ours', async (_, text, words) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-judge-'))
  mkdirSync(join(folder.path, 'arm'))
  writeFileSync(join(folder.path, 'arm', 'ledger.jsonl'), text)
  for (const path of [folder.path, join(folder.path, 'arm'), join(folder.path, 'arm', 'ledger.jsonl')]) {
    await expect(judgeSaved(path, {})).rejects.toMatchObject({
      class: 'usage',
      message: expect.stringMatching(/arm\/ledger\.jsonl: no ledger of ours \(expected the entries of a run/),
    })
    await expect(judgeSaved(path, {})).rejects.toThrow(words)
  }
})

test('a folder without a ledger is refused too, and one that was tampered with is judged', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-judge-'))
  await expect(judgeSaved(folder.path, {})).rejects.toMatchObject({ class: 'usage' })
  const path = join(folder.path, 'ledger.jsonl')
  const ledger = Ledger.open(path, { now: () => 0, drillMs: () => 0 })
  for (const state of ['begin', 'end'] as const) ledger.append({ is: 'phase', phase: 'start', state })
  await ledger.end('complete')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, `{"level":30}\n${text.slice(text.indexOf('\n') + 1)}`)
  expect(await judgeSaved(folder.path, { json: true })).toBe(3)
})

test.each([1, 3])(
  'a ledger of format %i, which another version wrote, is refused with one sentence',
  async (format) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-judge-'))
    const path = join(folder.path, 'ledger.jsonl')
    writeFileSync(path, `{"at":0,"ms":0,"drillMs":0,"is":"run","format":${format},"run":"r","drill":"d"}\n`)
    await expect(judgeSaved(folder.path, {})).rejects.toMatchObject({
      class: 'usage',
      message:
        `${path}: expected a ledger of format 2, got format ${format}: ` +
        'judge it with the version of syncdrill that wrote it',
    })
  },
)
