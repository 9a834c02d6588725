/** Programs that a drill wants to run on this machine, and that are not there. */

import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nothingAcknowledgedIsLost } from '../judge/promises/index.ts'
import { Failure } from '../kernel/index.ts'
import { hasProgram } from '../runtime/index.ts'
import { service, site, Topology } from '../site/index.ts'
import { run, upgrade, work } from '../steps/index.ts'
import { refuseMissingPrograms } from './check-programs.ts'
import { compile } from './compile.ts'
import { drill } from './drill.ts'
import { passes } from './expectation.ts'
import { drillOf, smallFleet, talk, type Scene } from './fixture.ts'

function refused(step: (scene: Scene) => ReturnType<typeof run>, on: 'embedded' | 'containers' = 'embedded') {
  const file = drillOf((scene) => ({ recovery: [step(scene)] }))
  const compiled = compile(file, { file: import.meta.filename, arm: 'one', seed: 1 })
  try {
    refuseMissingPrograms(compiled, on)
  } catch (thrown) {
    return thrown instanceof Failure ? [thrown.class, thrown.message] : thrown
  }
  return 'it was accepted'
}

test('a program that is not there is refused with the step, before anything starts', () => {
  const said = (program: string) =>
    `check-programs.test: arm 'one': recovery.1 run(${program}, -x): ` +
    `expected a program that is there and may be executed, got '${program}'`
  for (const program of ['no-such-program', './no-such.sh', '/no/such', import.meta.dirname, import.meta.filename]) {
    const message = expect.stringContaining(said(program).replace(/^.*: arm/, 'arm'))
    expect(refused(() => run([program, '-x']))).toEqual(['usage', message])
  }
  expect([refused(() => run(['sh', '-x'])), refused(() => run(['node']))]).toEqual(Array(2).fill('it was accepted'))
})

test('inside of containers nobody looks; on a volume a program may be there in time', () => {
  const beside = (scene: Scene) => run(['no-such-program'], { beside: scene.site.services.sync })
  expect(refused(beside)).toMatchObject(['usage', expect.stringContaining("got 'no-such-program'")])
  expect(refused(beside, 'containers')).toBe('it was accepted')
  expect(refused(() => run(['no-such-program']), 'containers')).toMatchObject(['usage', expect.anything()])
  expect(refused((scene) => run(['/data/bin/fix'], { beside: scene.site.services.sync }))).toBe('it was accepted')
})

test('a service with a path of its own has its programs there', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'syncdrill-programs-'))
  await writeFile(join(folder.path, 'own-tool'), '#!/bin/sh\n', { mode: 0o755 })
  const declared = { versions: { '1': { command: ['x'] } }, start: '1', ready: { http: '/' } } as const
  const plain = service(declared)
  const own = service({ ...declared, env: () => ({ PATH: folder.path }) })
  const topology = new Topology(site({ services: { plain, own }, clients: {} }))
  const looking = { runtime: 'embedded', topology, drillFolder: '/' } as const
  const found = [plain, own].map((inside) => hasProgram({ argv: ['own-tool'], inside }, looking))
  expect(found).toEqual([false, true])
})

test('a folder of a command that is not there is refused, except in containers', () => {
  const at = (cwd: string, on: 'embedded' | 'containers') => {
    const sync = service({ versions: { '4.2': { command: ['x'], cwd } }, start: '4.2', ready: { tcp: true } })
    const compiled = compile(
      drillOf(() => ({ recovery: [] })),
      { file: import.meta.filename, arm: 'one', seed: 1 },
    )
    try {
      refuseMissingPrograms({ ...compiled, topology: new Topology(site({ services: { sync }, clients: {} })) }, on)
    } catch (thrown) {
      return thrown instanceof Failure ? thrown.message : thrown
    }
    return 'it was accepted'
  }
  const where = "arm 'one': site: services.sync: versions: '4.2': cwd: expected a folder, from where the drill file"
  expect(at('no-such-folder', 'embedded')).toEqual(expect.stringContaining(`${where} stands, got 'no-such-folder'`))
  expect(at('check-programs.test.ts', 'embedded')).toEqual(expect.stringContaining(where))
  expect([at('.', 'embedded'), at('no-such-folder', 'containers')]).toEqual(Array(2).fill('it was accepted'))
})

test('a version that the runtime cannot start is refused with the step, and not in the middle of the drill', () => {
  const versions = {
    one: { image: 'acme/sync:1', command: ['serve'] },
    two: { image: 'acme/sync:2' },
    three: { command: ['x'] },
  }
  const refusedTo = (version: 'two' | 'three', on: 'embedded' | 'containers') => {
    const compiled = compile(
      drill({
        title: 'A drill',
        story: 'A service is upgraded.',
        arms: { one: { expect: passes } },
        site() {
          const sync = service({ versions, start: 'one', ready: { tcp: true } })
          return site({ services: { sync }, clients: { api: talk(sync) } })
        },
        fleet: smallFleet,
        steps: ({ sync }) => ({ before: [work({ edits: 1 })], disaster: [upgrade(sync, version)] }),
        promises: [nothingAcknowledgedIsLost()],
      }),
      { file: import.meta.filename, arm: 'one', seed: 1 },
    )
    try {
      refuseMissingPrograms(compiled, on)
    } catch (thrown) {
      return thrown instanceof Failure ? thrown.message : thrown
    }
    return 'it was accepted'
  }
  expect(refusedTo('two', 'embedded')).toContain(
    "disaster.1 upgrade(sync, two): service 'sync': version 'two': expected command, which the embedded runtime starts",
  )
  expect(refusedTo('three', 'containers')).toContain(
    "disaster.1 upgrade(sync, three): service 'sync': version 'three': expected image, which the containers runtime",
  )
  expect([refusedTo('two', 'containers'), refusedTo('three', 'embedded')]).toEqual(Array(2).fill('it was accepted'))
})
