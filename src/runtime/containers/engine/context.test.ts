import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { gather } from './context.ts'

test('a context lies in the folder of its run, so that it goes with it if its maker dies', () => {
  const room = join(mkdtempSync(join(tmpdir(), 'syncdrill-test-')), 'run')
  const context = gather({ context: new URL('../attendant/image/', import.meta.url) }, room)
  expect([dirname(context.folder), context.files]).toEqual([room, ['Dockerfile']])
  context[Symbol.dispose]()
  expect(existsSync(context.folder)).toBe(false)
  rmSync(dirname(room), { recursive: true })
})
