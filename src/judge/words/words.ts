/** Words for what was judged: the one place where values become sentences. */

import type { ServiceEvent, StepHistory } from '../../history/index.ts'
import type { Exit } from '../../ledger/entries.ts'
import type { Cause } from '../causes/cause.ts'
import type { Series } from '../causes/service-ended.ts'

/** `powerCycle` as people say it: power cycle. */
export const plain = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** `exit code 3`, `ended by SIGSEGV`, `killed for memory`. */
export function exitInWords({ code, signal, outOfMemory }: Exit): string {
  if (outOfMemory) return `killed, out of memory${signal === undefined ? '' : ` (${signal})`}`
  if (signal !== undefined) return `ended by ${signal}`
  return code === undefined ? 'ended' : `exit code ${code}`
}

/** What a failed step ran, how that ended, and what it printed last. */
export function failureInWords({ command, exit, tail = [], because }: StepHistory): string {
  const ran = command ? [command.join(' ')] : []
  const ended = exit ? [exitInWords(exit)] : because === undefined ? [] : [because]
  const said = tail.length > 0 ? [`its last words: ${tail.join(' | ')}`] : []
  return [...ran, ...ended, ...said].join(': ')
}

/** `sync ended by itself: exit code 1; its last words: …`. */
export function endInWords({ service, before, exit, because, tail }: ServiceEvent): string {
  const how = exit ? exitInWords(exit) : (because ?? 'nobody knows how')
  const what = before === 'up' ? 'ended by itself' : 'did not come up'
  return `${service} ${what}: ${how}${tail.length > 0 ? `; its last words: ${tail.join(' | ')}` : ''}`
}

/** The same of several, `; its supervisor started it again 3 times`. */
export function seriesInWords({ first, startedAgain, gaveUp }: Series): string {
  if (startedAgain === 0 && gaveUp === undefined) return endInWords(first)
  const again = startedAgain === 0 ? '' : `; ${againInWords(startedAgain)}`
  return `${endInWords(first)}${again}${gaveUp === undefined ? '' : `; ${gaveUp}`}`
}

export const againInWords = (times: number): string =>
  `its supervisor started it again ${times === 1 ? 'once' : `${times} times`}`

/** `power cycle`, `sync, which ended by itself`, `the service itself, after kill service`. */
export function causeInWords({ kind, by, after, asked }: Cause): string {
  switch (kind) {
    case 'injury':
      return plain(by)
    case 'step':
      return asked === undefined ? plain(by) : `what somebody was asked for ('${asked}')`
    case 'failed step':
      return `a failed step (${plain(by)})`
    case 'service ended':
      return `${by}, which ended by itself`
    case 'conflict':
      return 'a conflict that the service resolved'
    case 'delete ignored':
      return 'a delete that nobody saw carried out'
    case 'before anything struck':
      return by
    case 'the service itself':
      return after ? `${by}, after ${causeInWords(after)}` : by
  }
}

/** The chain: `the server's copy by zeroPages (san), the copies of nightly by the same, phones-3's by powerCycle`. */
export function chainInWords(cause: Cause): string {
  const links = [...(cause.others ?? []), cause]
  if (links.length < 2) return `${cause.by}${cause.step === undefined ? '' : ` (${cause.step})`}`
  let before: string | undefined
  return links
    .map((link) => {
      const on = link.on && link.on.length > 0 ? ` (${link.on.join(', ')})` : ''
      const by = `${link.by}${on}`
      const said = by === before ? 'the same' : by
      before = by
      return `${link.holder ?? 'it'} by ${said}`
    })
    .join(', ')
}
