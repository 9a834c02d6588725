import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lookedUp } from './looked-up.ts'

test('what a command names is looked up in the folder of the drill file; all else stays', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'a b#c-'))
  for (const name of ['conf', 'start']) mkdirSync(join(folder.path, name))
  for (const name of ['server.js', 'conf/sync.yml']) writeFileSync(join(folder.path, name), '')
  const looked = (...argv: readonly string[]) => lookedUp(argv, folder.path)
  const at = (name: string) => join(folder.path, name)
  expect(looked('node', 'server.js', '--data', '/data')).toEqual(['node', at('server.js'), '--data', '/data'])
  expect(looked('./server.js', './conf/', '--config=conf/sync.yml')).toEqual([
    at('server.js'),
    at('conf'),
    `--config=${at('conf/sync.yml')}`,
  ])
  expect(looked('../not-there')).toEqual([join(folder.path, '../not-there')])
  const left = ['server.js', 'start', 'nothing.js', '-m', '--x=', '', '/etc/hosts', 'a b', '\0', 'x'.repeat(5_000)]
  expect(looked(...left)).toEqual(left)
})
