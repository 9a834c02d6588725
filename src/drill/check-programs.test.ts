/** Programs that a drill wants to run on this machine, and that are not there. */

import { expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import { run } from '../steps/index.ts'
import { refuseMissingPrograms } from './check-programs.ts'
import { compile } from './compile.ts'
import { drillOf, type Scene } from './fixture.ts'

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
  const beside = ({ site }: Scene) => run(['no-such-program'], { beside: site.services.sync })
  expect(refused(beside)).toMatchObject(['usage', expect.stringContaining("got 'no-such-program'")])
  expect(refused(beside, 'containers')).toBe('it was accepted')
  expect(refused(() => run(['no-such-program']), 'containers')).toMatchObject(['usage', expect.anything()])
  expect(refused(({ site }) => run(['/data/bin/fix'], { beside: site.services.sync }))).toBe('it was accepted')
})
