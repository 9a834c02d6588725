import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'

const START = fileURLToPath(new URL('start.ts', import.meta.url))

async function started(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, args, { reject: false })
  return { exitCode, stdout, stderr }
}

test('is the command', async () => {
  expect(await started(START, '--version')).toEqual({ exitCode: 0, stderr: '', stdout: '0.1.0' })
})

test('says to a Node that is too old what it needs, and loads nothing', async () => {
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.21.1' } })"
  expect(await started('--import', `data:text/javascript,${old}`, START, '--version')).toEqual({
    exitCode: 4,
    stdout: '',
    stderr: 'syncdrill: Node 24 or newer is needed, and this is 22.21.1',
  })
})
