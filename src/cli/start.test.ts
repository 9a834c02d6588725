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

test('loads, before it knows what is asked for, the command line and nothing that a drill needs', async () => {
  const telling = `import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
    process.on('exit', () => console.error(loaded.join('\\n')))`
  const hook = `data:text/javascript,${encodeURIComponent(telling)}`
  const { exitCode, stderr } = await started('--import', hook, START, '--version')
  expect(exitCode).toBe(0)
  const loaded = stderr.split('\n').filter((url) => url.startsWith('file:'))
  const packages = loaded.flatMap(
    (url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1] ?? [],
  )
  const ours = loaded.flatMap((url) => /\/src\/((?!.*\/node_modules\/).+)$/.exec(url)?.[1] ?? [])
  expect(ours).toContain('cli/main.ts')
  expect(ours.filter((path) => !/^(cli|kernel)\/|\/variables\.ts$/.test(path))).toEqual([])
  expect([...new Set(packages)].toSorted()).toEqual(['commander', 'pure-rand'])
})
