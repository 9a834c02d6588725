import { globSync, mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AskJudged } from '../../judge/judgement.ts'
import { OnTerminal } from '../testing/on-terminal.ts'
import { questionText } from './person.ts'

const DRILL = 'src/conductor/testing/asking/asked.drill.ts'

interface Saved {
  readonly arms: readonly { readonly judgement?: { readonly verdict: string; readonly asks: readonly AskJudged[] } }[]
}

function asked(reports: string, arm: string, columns = 80): OnTerminal {
  const args = ['run', DRILL, '--arm', arm, '--seed', '7', '--runtime', 'embedded', '--reports', reports]
  return new OnTerminal(args, { columns, env: { TMPDIR: reports, NODE_DISABLE_COMPILE_CACHE: '1' } })
}

function judged(reports: string) {
  const [path = ''] = globSync(join(reports, 'asked/*/report.json'))
  const { arms } = JSON.parse(readFileSync(path, 'utf8')) as Saved
  return arms[0]?.judgement
}

test('a person at the terminal says that it is done; live lines keep off the question', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-asked-'))
  await using terminal = asked(room.path, 'in time', 60)
  const question = await terminal.sees(/Asked of operations[^>]*> /)
  expect(question).toContain('  Look at the disk of the service, and say whether it is')
  expect(Math.max(...question.split(/\r?\n/).map(({ length }) => length))).toBeLessThanOrEqual(60)
  const before = terminal.shown.length
  terminal.types('what?\n')
  expect(await terminal.sees(/Reply 'done' or 'decline'[^>]*> /)).toBeDefined()
  terminal.types('done it is whole\n')
  await terminal.sees(/PASS as expected/)
  // Between the question and the reply nothing is drawn but what is typed.
  expect(terminal.shown.slice(before)).toMatch(/^what\?\r\nReply [^>]*> done it is whole\r\n/)
  expect(await terminal.ended()).toBe(0)
  const by = userInfo().username
  const [ask] = judged(room.path)?.asks ?? []
  expect(ask).toMatchObject({ reply: 'done', words: 'it is whole', by, through: 'terminal', who: 'operations' })
})

test('one that is declined is no pass, and says by whom and why', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-asked-'))
  await using terminal = asked(room.path, 'in time')
  await terminal.sees(/> /)
  terminal.types('decline not before Monday\n')
  await terminal.sees(/INCONCLUSIVE, expected to pass: what was asked for was not carried out/)
  expect(await terminal.ended()).toBe(3)
  expect(judged(room.path)?.asks[0]).toMatchObject({ reply: 'declined', words: 'not before Monday' })
})

test('nobody replies in time: the question goes away, and the run goes on', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-asked-'))
  await using terminal = asked(room.path, 'in a moment')
  await terminal.sees(/nobody replied within 300ms/)
  expect(await terminal.ended()).toBe(3)
  expect(judged(room.path)?.asks[0]).toMatchObject({ reply: 'none', words: 'nobody replied within 300ms' })
})

test('Ctrl-C at the question ends the run, and leaves nothing', async () => {
  using room = mkdtempDisposableSync(join(tmpdir(), 'syncdrill-asked-'))
  await using terminal = asked(room.path, 'in time')
  await terminal.sees(/> /)
  terminal.types('\u0003')
  await terminal.sees(/syncdrill: interrupted; everything was healed and removed/)
  expect(await terminal.ended()).toBe(130)
  expect(globSync(join(room.path, 'syncdrill-*/{journals,runs}/*'))).toEqual([])
})

test('what a drill says cannot move the cursor', () => {
  const what = 'Restore\u001b[2J it'
  const question = { drill: 'd', arm: 'a', run: 'r', step: 'recovery.1', what, withinMs: 60_000 }
  expect(questionText(question, { columns: 80, colour: false })).toBe(
    '\nAsked of you, within 1min (d: a, recovery.1)\n  Restore\\u{1b}[2J it\n' +
      "Reply 'done' or 'decline', with words if you like:\n> ",
  )
})
