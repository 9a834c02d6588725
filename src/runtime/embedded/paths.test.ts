import { expect, test } from 'vitest'
import { Folder } from '../folder.ts'
import { realPath } from './paths.ts'

const folders = new Map([
  ['/data', new Folder('data', '/tmp/run/data')],
  ['/data/photos', new Folder('photos', '/tmp/run/photos')],
  ['/backups', new Folder('backups', '/tmp/run/backups')],
])

test.each([
  ['/data', '/tmp/run/data'],
  ['/data/', '/tmp/run/data/'],
  ['/data/x.db', '/tmp/run/data/x.db'],
  ['/data/photos/1.jpg', '/tmp/run/photos/1.jpg'],
  ['--file=/data/x', '--file=/tmp/run/data/x'],
  ['file:/data/x', 'file:/tmp/run/data/x'],
  ['file:///data/x', 'file:///tmp/run/data/x'],
  ['sqlite:////data/x.db', 'sqlite:////tmp/run/data/x.db'],
  ['-d/data', '-d/tmp/run/data'],
  ['@/data/body.json', '@/tmp/run/data/body.json'],
  ['/data:/backups', '/tmp/run/data:/tmp/run/backups'],
  ['cp /data/x /backups/x && rm "/data/x"', 'cp /tmp/run/data/x /tmp/run/backups/x && rm "/tmp/run/data/x"'],
  ['ls /data.', 'ls /tmp/run/data.'],
  ["open('/data/x').read()", "open('/tmp/run/data/x').read()"],
])('%s is %s', (word, real) => {
  expect(realPath(word, folders)).toBe(real)
})

test.each([
  '/var/data',
  '/database',
  '/data-old/x',
  '/data.bak',
  './data',
  '~/data',
  '$HOME/data',
  '${HOME}/data',
  'http://host/data',
  'data',
  '',
])('%s is not ours', (word) => {
  expect(realPath(word, folders)).toBe(word)
})

test('a folder that a script would read as something else is refused by name; a plain argument is not', () => {
  const odd = new Map([['/data', new Folder('data', '/tmp/a b#c/data')]])
  expect(realPath('--file=/data/x', odd)).toBe('--file=/tmp/a b#c/data/x')
  expect(() => realPath('cat /data/x', odd)).toThrow(/^'\/data' in 'cat \/data\/x': .* got '\/tmp\/a b#c\/data'/)
})
