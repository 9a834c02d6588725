import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const CONFIG = `import { defineConfig } from 'vitest/config'
import { syncdrill } from ${JSON.stringify(join(ROOT, 'src/vitest/plugin.ts'))}
const armsOf = (drill, rows) => Object.keys(rows).filter((arm) => arm.includes(process.env.WANTED))
export default defineConfig({ plugins: [syncdrill({ armsOf })], test: { include: ['*.drill.ts'] } })
`

const DRILL = `import original from ${JSON.stringify(join(ROOT, 'scenarios/canaries/must-pass.drill.ts'))}
import { names } from './names.ts'
const [row] = Object.values(original.arms)
export default { ...original, arms: Object.fromEntries(names.map((name) => [name, row])) }
`

test('arms are those of now, though the text of the drill file stays as it is', async () => {
  const project = await mkdtemp(join(tmpdir(), 'syncdrill-plugin-'))
  await mkdir(join(project, 'node_modules'))
  await symlink(join(ROOT, 'node_modules/vitest'), join(project, 'node_modules/vitest'))
  await writeFile(join(project, 'package.json'), '{ "type": "module" }')
  await writeFile(join(project, 'vitest.config.js'), CONFIG)
  await writeFile(join(project, 'some.drill.ts'), DRILL)
  const listed = async (names: readonly string[], wanted: string) => {
    await writeFile(join(project, 'names.ts'), `export const names = ${JSON.stringify(names)}\n`)
    const command = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'list', '--staticParse=false']
    const env = { WANTED: wanted, VITEST: undefined, NODE_ENV: undefined, NO_COLOR: '1' }
    const { stdout } = await execa(process.execPath, command, { cwd: project, env })
    return stdout.split('\n').map((line) => line.split(' > ').at(-1))
  }
  expect(await listed(['one arm'], 'arm')).toEqual(['one arm'])
  expect(await listed(['one arm', 'another arm'], 'arm')).toEqual(['one arm', 'another arm'])
  expect(await listed(['one arm', 'another arm'], 'another')).toEqual(['another arm'])
  await rm(project, { recursive: true })
})
