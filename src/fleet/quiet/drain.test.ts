import { expect, test } from 'vitest'
import type { Stamped } from '../../ledger/index.ts'
import { Outbox, type Pending } from '../outbox.ts'
import { Answers } from './drain.ts'

function asked(...rounds: readonly (readonly (number | 'acked' | 'silence')[])[]) {
  let ms = 0
  const answers = new Answers(() => ms)
  const outbox = new Outbox()
  outbox.add({ op: 'op-1' } as Pending)
  let told: string | undefined
  for (const round of rounds) {
    for (const answer of round) {
      const status = typeof answer === 'number' && { status: answer }
      const outcome = answer === 'acked' ? 'acked' : 'indeterminate'
      answers.take({ is: 'answered', op: 'op-1', attempt: 1, outcome, ...status } as Stamped)
    }
    ms += 1_500
    told ??= answers.endRound([{ outbox }])
  }
  return told
}

const times = <T>(count: number, one: T) => Array.from({ length: count }, () => one)

test('the same clear answer for ten seconds is believed, and counted', () => {
  expect(asked(...times(6, [423, 423]))).toBeUndefined()
  expect(asked(...times(7, [423, 423]))).toBe(
    'every write is answered 423, 14 times in 11s; 1 device has 1 unsent change',
  )
})

test.each([
  ['nobody answers', times(20, ['silence'] as const)],
  ['a gateway says that its service is not there yet', times(20, [503])],
  ['it is asked to send less', times(20, [429])],
  ['one change is taken now and then', times(20, [[423], [423], [423], ['acked' as const, 423]]).flat()],
  ['some are not answered', times(20, [423, 'silence'] as const)],
  ['nothing is sent', times(20, [])],
])('it is waited for while %s', (_, rounds) => {
  expect(asked(...rounds)).toBeUndefined()
})
