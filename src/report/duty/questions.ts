/** What a customer should ask a provider, in plain words, and what one arm of a run answers. */

import { replyInWords } from '../../judge/words/asks.ts'
import { counted, inWords } from '../../kernel/index.ts'
import { totalOf } from '../without-bulk.ts'
import { dayOf, isWhole, notShown, otherwise, sentence, shown, type Answer, type Asked } from './answer.ts'
import { whereCopiesAre } from './places.ts'

interface Question {
  readonly question: string
  readonly answer: (asked: Asked) => Answer
}

export const QUESTIONS: readonly Question[] = [
  { question: 'Is there a second copy of my data?', answer: secondCopy },
  { question: 'Where is it, and can one accident take both?', answer: whereCopiesAre },
  { question: 'Who can delete it?', answer: whoCanDelete },
  { question: 'When was it last restored?', answer: lastRestored },
  { question: 'How long did it take?', answer: howLong },
  { question: 'What was missing afterwards?', answer: missing },
  { question: 'Did what I had deleted stay deleted?', answer: (asked) => promised(asked, 'deletedStaysDeleted') },
  { question: 'Did anybody else get to see my data?', answer: (asked) => promised(asked, 'accountsStayApart') },
  { question: 'Who was told what, and was it so?', answer: told },
  { question: 'Was the plan rehearsed?', answer: rehearsed },
]

function secondCopy({ judgement: { backups } }: Asked): Answer {
  const [whole, bad] = [backups.filter(isWhole), backups.filter((one) => one.claimed === 'ok' && !isWhole(one))]
  const [first] = bad
  if (backups.length === 0) return notShown('This run saw no copy.')
  if (whole.length === 0 && first) {
    return otherwise(`${said(bad.length)} good, and none could be restored whole (${first.found}).`)
  }
  if (whole.length === 0) return otherwise('Copies were taken, and none of them could be restored whole.')
  const found = `Yes: ${whole.length === 1 ? '1 copy' : `${whole.length} copies`} could be restored whole.`
  return first ? otherwise(`${found} But ${said(bad.length).toLowerCase()} good and could not be.`) : shown(found)
}

const said = (count: number): string => (count === 1 ? '1 copy was said to be' : `${count} copies were said to be`)

function whoCanDelete({ report, arm }: Asked): Answer {
  const line = report.commitments?.lines.find(({ field }) => field.endsWith('.copies.deletableBy'))
  const own = line?.arms.find((one) => one.arm === arm.arm)
  if (!line || !own) return notShown('Nobody tried to delete copies with the credentials of this person or that.')
  const text = `It is promised that ${line.promised}. ${sentence(own.because)}`
  return { state: own.state === 'refuted' ? 'otherwise' : own.state, text }
}

function lastRestored({ report, judgement: { restores, backups, asks } }: Asked): Answer {
  const day = dayOf(report.started)
  const done = restores.filter(({ state, from }) => state === 'restored' && from === 'copy')
  const refused = restores.find(({ state, from }) => state === 'refused' && from === 'copy')
  const looked = backups.filter(({ restorable }) => restorable).length
  if (done.length > 0) return shown(`On ${day}, in this run: the service was restored from a copy.`)
  if (refused) {
    const because = refused.because === undefined ? '' : ` ${sentence(refused.because)}`
    return otherwise(`On ${day}, in this run, it was tried and refused.${because}`)
  }
  if (looked === 0 && asks.length > 0) {
    return notShown(`${asks.map(askedInWords).join(' ')} What was really done, only those who did it know.`)
  }
  if (looked === 0) return notShown('This run restored nothing from a copy.')
  return shown(`On ${day}: the service itself was not, but each copy was restored elsewhere and looked into.`)
}

function howLong({ judgement: { metrics } }: Asked): Answer {
  const times = Object.entries(metrics.recoveryTime)
  const away = times.filter(([, { all }]) => all !== 0)
  if (away.length === 0) return notShown('Nothing was away, so that nothing had to come back.')
  const never = away.filter(([, { all }]) => all === undefined).map(([name]) => name)
  const back = away.flatMap(([name, { all }]) => (all === undefined ? [] : [`${name} ${inWords(all)}`]))
  const text = back.length === 0 ? '' : `Until all of it was back: ${back.join(', ')}. `
  if (never.length > 0) return otherwise(`${text}Not all came back of: ${never.join(', ')}.`)
  return shown(`${text}That is on the machine of this run, and with the amount of data that it had.`)
}

function missing({ judgement: { fates, fatesByCollection, acknowledged, metrics } }: Asked): Answer {
  const there = (fates.durable ?? 0) + (fates.recovered ?? 0) + (fates['recovered-late'] ?? 0)
  if (acknowledged === 0) return notShown('Nothing had been saved.')
  if (there === acknowledged) return shown(`Nothing: all ${acknowledged} records that were said to be saved are there.`)
  const unread = fates.unverified ?? 0
  const lost = Object.entries(metrics.recoveryPoint).filter(([, one]) => one.lost > 0)
  const each = lost.map(([name, one]) => `${name} ${one.lost} of ${totalOf(fatesByCollection[name] ?? {})}`)
  const text = `${acknowledged - there} of ${acknowledged} records that were said to be saved are not as they should be`
  if (lost.length === 0) return unread > 0 ? notShown(`${unread} records were not read.`) : otherwise(`${text}.`)
  return otherwise(`${text}: ${each.join(', ')}.`)
}

function promised({ judgement: { promises } }: Asked, name: string): Answer {
  const own = promises.find(({ promise }) => promise === name)
  if (!own || own.waived) return notShown('The drill left it out.')
  const [first] = own.findings
  if (own.verdict === 'fail') return otherwise(`No. ${sentence(first?.because ?? own.claim)}`)
  if (own.verdict === 'inconclusive') return notShown(sentence(own.unproven ?? 'it was asked about nothing'))
  return shown(`As it should be: ${own.evaluated} were looked at.`)
}

function told({ judgement: { announcements = [] } }: Asked): Answer {
  if (announcements.length === 0) return notShown('Nobody recorded what users were told.')
  const each = announcements.map(({ words, state, because, wrongForMs }) => {
    const so = { true: 'which was so', wrong: 'which was not so', open: 'and whether it was so nobody can say' }[state]
    const lasted = wrongForMs === undefined ? '' : `, for ${inWords(wrongForMs)}`
    return `"${words}", ${so}${lasted} (${because}).`
  })
  const text = `Users were told: ${each.join(' ')}`
  if (announcements.some(({ state }) => state === 'wrong')) return otherwise(text)
  return announcements.some(({ state }) => state === 'true') ? shown(text) : notShown(text)
}

function askedInWords({ what, time, ...reply }: Asked['judgement']['asks'][number]): string {
  return `On ${dayOf(time)} somebody was asked: "${what}" ${sentence(replyInWords(reply))}`
}

function rehearsed({ report, judgement: { restores, failedSteps, asks } }: Asked): Answer {
  const before = 'Whether it was rehearsed before, and who can do it, this run does not show.'
  const replies = asks.map((one) => `${askedInWords(one)} `).join('')
  const undone = asks.filter(({ reply }) => reply !== 'done').length
  if (undone > 0) return otherwise(`${replies}${before}`)
  if (restores.length === 0)
    return notShown(replies === '' ? 'No restore was part of this run.' : `${replies}${before}`)
  const day = dayOf(report.started)
  const [refused, failed] = [restores.filter(({ state }) => state === 'refused').length, failedSteps.length]
  const count = `This run carried out ${counted(restores.length, 'restore')} of a written plan, on ${day}.`
  if (refused + failed === 0) return shown(`${count} ${before}`)
  return otherwise(`${count} ${refused} of them refused, ${counted(failed, 'step')} failed. ${before}`)
}
