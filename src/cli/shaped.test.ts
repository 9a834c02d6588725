import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { readShaped } from './shaped.ts'

test('a file that is not there, is no JSON, or has another shape is named, with the member', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'syncdrill-shaped-'))
  const path = join(folder.path, 'saved.json')
  const read = () => readShaped(path, z.object({ seed: z.number() }), 'a run')
  const refused = (got: string) =>
    expect(read()).rejects.toMatchObject({
      class: 'usage',
      message: expect.stringMatching(`^${path}: expected a run, got: .*${got}`),
    })
  await refused('ENOENT')
  await writeFile(path, 'seed')
  await refused('JSON')
  await writeFile(path, '{"seed":"7"}')
  await refused('expected number.*seed')
  await writeFile(path, '{"seed":7}')
  expect(await read()).toEqual({ seed: 7 })
})
