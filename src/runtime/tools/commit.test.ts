import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { commitOf } from './commit.ts'

test('the commit, with and without changes; nothing outside of a repository', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'syncdrill-commit-'))
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false']
  const git = (...args: readonly string[]) => execa('git', [...author, ...args], { cwd: folder.path })
  expect(await commitOf(folder.path)).toBeUndefined()
  await git('init', '-q')
  expect(await commitOf(folder.path)).toBeUndefined()
  await writeFile(join(folder.path, 'a'), 'one')
  await git('add', '.')
  await git('commit', '-qm', 'one')
  const { stdout } = await git('rev-parse', 'HEAD')
  expect(await commitOf(folder.path)).toBe(stdout.slice(0, 12))
  await writeFile(join(folder.path, 'a'), 'two')
  const two = await commitOf(folder.path)
  expect(two).toMatch(/^[0-9a-f]{12} with changes [0-9a-f]{6}$/)
  await writeFile(join(folder.path, 'a'), 'three')
  expect(await commitOf(folder.path)).not.toBe(two)
})
