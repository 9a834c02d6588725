/** What is answered to a question, and in which words. */

import type { ArmPage } from '../html/model.ts'
import type { ArmReport, Report } from '../report.ts'
import type { JudgementSummary } from '../without-bulk.ts'

/** `shown`: it went well, and was seen to. `otherwise`: it was seen to go badly. */
export type AnswerState = 'shown' | 'otherwise' | 'not shown'

export interface Answer {
  readonly state: AnswerState
  /** Sentences. */
  readonly text: string
}

/** What is asked of an arm that was judged. */
export interface Asked {
  readonly report: Report
  readonly arm: ArmReport
  readonly judgement: JudgementSummary
  /** Undefined where its ledger could not be read. */
  readonly page: ArmPage | undefined
}

export const shown = (text: string): Answer => ({ state: 'shown', text })
export const otherwise = (text: string): Answer => ({ state: 'otherwise', text })
export const notShown = (text: string): Answer => ({ state: 'not shown', text })

export const isWhole = ({ restorable, complete }: JudgementSummary['backups'][number]): boolean =>
  restorable && complete

/** `1 December 2026`, of an ISO time in UTC. */
export function dayOf(iso: string): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-')
  const name = MONTHS[Number(month) - 1]
  return name === undefined ? 'a day that was not recorded' : `${Number(day)} ${name} ${year}`
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** With a capital and a full stop. */
export function sentence(text: string): string {
  const [first = ''] = text
  return `${first.toUpperCase()}${text.slice(first.length)}${/[.!?]$/.test(text) ? '' : '.'}`
}
