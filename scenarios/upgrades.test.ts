/** An upgrade that proves nothing is never green: its moment never comes, or the same build runs on both sides. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { runDrill, syncdrill } from './testing/run-drill.ts'

const ORIGINAL = fileURLToPath(new URL('interrupted-migration.drill.ts', import.meta.url))
const LANGUAGE = fileURLToPath(import.meta.resolve('syncdrill'))

/** The arm that passes, with its declaration changed by `change`, a few lines of a drill file. */
async function changed(because: string, change: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'syncdrill-changed-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'changed.drill.ts')
  const lines = [
    `import original from ${JSON.stringify(ORIGINAL)}`,
    `import { interrupt, says } from ${JSON.stringify(LANGUAGE)}`,
    `const row = { defects: [], expect: { verdict: 'inconclusive', because: ${JSON.stringify(because)} } }`,
    'const stage = (of) => {',
    '  const staged = original.stage(of)',
    '  const { sync } = staged.site.services',
    '  const [{ ongoing, injury }] = staged.acts.disaster',
    `  ${change}`,
    '  return staged',
    '}',
    'export default { ...original, arms: { changed: row }, stage }',
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

test('a moment that never comes makes the run inconclusive', async () => {
  const file = await changed(
    'the moment never came',
    `staged.acts.disaster[0] = interrupt(ongoing, { with: injury, when: says(sync, 'backup half done') })`,
  )
  const { code, arms, stdout } = await runDrill(file, '--seed', '7')
  expect([code, arms[0]?.judgement.verdict]).toEqual([0, 'inconclusive'])
  expect(stdout).toContain(`the moment never came: sync never said 'backup half done' during disaster.1`)
})

test('the same build before and after makes the run inconclusive, whatever the declaration calls it', async () => {
  const file = await changed(
    'vacuous upgrade',
    [
      `sync.versions.v2 = { ...sync.versions.v1, args: [...sync.versions.v1.args, '--host', '127.0.0.1'] }`,
      `staged.acts.disaster = [ongoing]`,
    ].join('\n  '),
  )
  const { code, arms, stdout } = await runDrill(file, '--seed', '7')
  expect([code, arms[0]?.judgement.verdict]).toEqual([0, 'inconclusive'])
  expect(stdout).toContain(`vacuous upgrade of sync (disaster.1): '{"version":"v1"}' before and after`)
})

test('two versions that start alike are refused before anything starts', async () => {
  const file = await changed('vacuous upgrade', 'sync.versions.v2 = sync.versions.v1')
  const { code, stderr } = await syncdrill('run', file)
  expect([code, stderr]).toEqual([2, expect.stringContaining('a vacuous upgrade, with the same build on both sides')])
})
