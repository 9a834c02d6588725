import { describe, expect, test } from 'vitest'
import { entryFindings, entryKinds, STILL_ASKS } from './entry-kinds.ts'
import { print, sourceFiles } from './repository.ts'

const files = sourceFiles()
const kinds = entryKinds(files)
const found = (text: string, path = 'src/report/x.ts') => print(entryFindings({ path, text }, kinds))

test('only the ledger and the history ask an entry what it is, save where that is still to be changed', () => {
  const findings = files.flatMap((file) => entryFindings(file, kinds))
  expect(print(findings.filter(({ file }) => !STILL_ASKS.test(file)))).toEqual([])
})

test('kinds were found, and the history asks for most of them', () => {
  for (const kind of ['run', 'intent', 'injury', 'clean room', 'row', 'end']) expect([...kinds]).toContain(kind)
  const folds = files.filter(({ path }) => /^src\/history\/(run\/)?fold\.ts$/.test(path))
  const asked = [...kinds].filter((kind) => folds.some(({ text }) => text.includes(`case '${kind}':`)))
  expect(folds).toHaveLength(2)
  expect(asked.length).toBeGreaterThan(20)
})

describe('who asks is found', () => {
  test.each([
    ["if (entry.is === 'answered') count += 1", 'answered'],
    ["const rows = entries.filter((one) => one.is !== 'row')", 'row'],
    ["const rows = entries.filter(({ is }) => is === 'row')", 'row'],
    ["switch (entry.is) { case 'edit': case 'sent': break }", 'edit, sent'],
    ["if ('viewed' === entry.is) open.clear()", 'viewed'],
    ["if (entry.is === 'service') up += 1", 'service'],
  ])('%s', (text, value) => {
    expect(found(text)).toEqual([expect.stringMatching(new RegExp(`^src/report/x\\.ts:1 only history/.*: ${value}$`))])
  })
})

describe('what is not asked of an entry is fine', () => {
  test.each([
    ["if (outcome.is === 'acked') done()", 'src/fleet/x.ts'],
    ["if (target.is === 'service') stop(target)", 'src/faults/x.ts'],
    ["ledger.append({ is: 'answered', op })", 'src/fleet/x.ts'],
    ["if (entry.is === 'row') all.push(entry)", 'src/ledger/x.ts'],
    ["if (entry.is === 'row') all.push(entry)", 'src/fleet/x.test.ts'],
  ])('%s in %s', (text, path) => {
    expect(found(text, path)).toEqual([])
  })
})
