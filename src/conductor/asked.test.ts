import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test, vi } from 'vitest'
import { uniqueName } from '../kernel/index.ts'
import { runArm } from './run-arm.ts'

const DRILL = fileURLToPath(new URL('./testing/asking/asked.drill.ts', import.meta.url))

afterEach(() => vi.unstubAllEnvs())

/** The command is a program of these lines; without it nobody can be asked. */
async function ran(arm: string, program?: string) {
  const run = `asked-${uniqueName()}`
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), `${run}-`))
  opened.defer(() => rm(folder, { recursive: true }))
  if (program !== undefined) {
    const path = join(folder, 'operator.mjs')
    await writeFile(path, program)
    vi.stubEnv('SYNCDRILL_ASK_COMMAND', `node ${path}`)
  }
  const { judgement } = await runArm(
    { file: DRILL, arm, seed: 7, run, folder, runtime: 'embedded' },
    AbortSignal.timeout(60_000),
  )
  if (!judgement) throw new Error('it was not judged')
  const { verdict, sentence, doubts, asks } = judgement
  return { verdict, sentence, kinds: doubts.map(({ kind }) => kind), asks }
}

const ECHO = `
import { json } from 'node:stream/consumers'
const { step, what, who, drill, arm, withinMs } = await json(process.stdin)
console.log([drill, arm, step, who, withinMs].join(' '), what.length)
`

test('a command is told what is asked, and its output is what it says', async () => {
  const { verdict, asks } = await ran('in time', ECHO)
  expect(verdict).toBe('pass')
  expect(asks).toEqual([
    {
      step: 'recovery.1',
      what: 'Look at the disk of the service, and say whether it is whole.',
      who: 'operations',
      reply: 'done',
      words: 'asked in time recovery.1 operations 600000 61',
      by: expect.stringMatching(/^node .*operator\.mjs$/),
      through: 'command',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      tookMs: expect.closeTo(5_000, -4),
    },
  ])
})

test('one that declines: no pass, and its words are the reason', async () => {
  const { verdict, kinds, sentence, asks } = await ran('in time', `console.log('no disk here'); process.exit(3)`)
  expect(asks[0]).toMatchObject({ reply: 'declined', words: 'no disk here' })
  expect({ verdict, kinds }).toEqual({ verdict: 'inconclusive', kinds: ['not carried out'] })
  expect(sentence).toMatch(
    /^what was asked for was not carried out \('Look at .*', recovery\.1\): declined by node .*: no disk here$/,
  )
})

test('one that is too late: killed, and no pass', async () => {
  const { kinds, asks } = await ran('in a moment', `setInterval(() => undefined, 1_000)`)
  expect(asks[0]).toMatchObject({ reply: 'none', words: 'nobody replied within 300ms' })
  expect(kinds).toEqual(['not carried out'])
})

test('where nobody can be asked, nothing starts', async () => {
  await expect(ran('in time')).rejects.toMatchObject({
    class: 'usage',
    message: expect.stringMatching(/asked: arm 'in time': recovery\.1: somebody has to be asked .* got none$/),
  })
})
