import { expect, test } from 'vitest'
import type { Entry } from '../ledger/index.ts'
import type { Stage } from '../stage/index.ts'
import { at, during, repeat, run, timePasses, work, type Step } from '../steps/index.ts'
import type { CompiledStep } from '../steps/step.ts'
import { walkOn } from './walk.ts'

const placed = (id: string, step: Step, inside: Partial<CompiledStep> = {}): CompiledStep => ({
  id,
  act: 'disaster',
  label: id,
  key: id,
  step,
  children: [],
  intents: [],
  ...inside,
})

/** What is begun, ended and read, in order, on a stage where work is four edits, a second each. */
async function walked(strike: string, ...steps: readonly CompiledStep[]): Promise<readonly string[]> {
  const said: string[] = []
  const append = (entry: Entry) => {
    if (entry.is === 'strike') said.push('strike')
    if (entry.is === 'step') said.push(`${entry.step} ${entry.state}${entry.mayFail ? ', as it may' : ''}`)
  }
  const stage = {
    ledger: { append, flush: () => Promise.resolve() },
    signal: new AbortController().signal,
    clock: { advance: () => undefined },
    copies: { takeDue: () => Promise.resolve() },
    site: { execute: () => Promise.resolve({ code: 1, output: '' }) },
    fleet: {
      serverViews: () => void said.push('read'),
      work: async (_: unknown, { between }: Parameters<Stage['fleet']['work']>[1]) => {
        for (const second of [0, 1, 2, 3]) {
          await between?.(second * 1_000, second / 4)
          said.push(`edit ${second + 1}`)
        }
      },
    },
  } as unknown as Stage
  await walkOn(stage, { strike, limits: { step: 60_000 } }).walk(steps)
  return said
}

test('each step is begun and ended; from the strike on the server is read after each', async () => {
  const twice = placed('2', repeat(2, []), {
    children: [placed('2.1', timePasses('1h')), placed('2.2', timePasses('1h'))],
  })
  const said = await walked('2', placed('1', timePasses('1h')), twice)
  const inside = '2 begin, 2.1 begin, 2.1 end, read, 2.2 begin, 2.2 end, read, 2 end, read'
  expect(said.join(', ')).toBe(`1 begin, 1 end, strike, ${inside}`)
})

test('beside work, what has no point of its own runs evenly spread, and what is due at the end runs last', async () => {
  const late = at('4s', timePasses('1h'))
  const said = await walked(
    '1',
    placed('1', during(work({ edits: 4 }), [timePasses('1h'), late]), {
      ongoing: placed('1.0', work({ edits: 4 })),
      children: [
        placed('1.1', timePasses('1h')),
        placed('1.2', late, { children: [placed('1.2.1', timePasses('1h'))] }),
      ],
    }),
  )
  const edits = 'edit 1, edit 2, 1.1 begin, 1.1 end, read, edit 3, edit 4'
  // A step that only says when is not read once more after the one inside.
  const last = '1.2 begin, 1.2.1 begin, 1.2.1 end, read, 1.2 end'
  expect(said.join(', ')).toBe(`strike, 1 begin, 1.0 begin, ${edits}, ${last}, 1.0 end, 1 end, read`)
})

test('what a step ends as is written as it says', async () => {
  const said = await walked('', placed('1', run(['false'])), placed('2', run(['false'], { mayFail: true })))
  expect(said).toEqual(['1 begin', '1 failed', '2 begin', '2 failed, as it may'])
})
