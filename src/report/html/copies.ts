/** Copies and what came of them; restores that were tried; injuries, and who saw them. */

import { replyInWords } from '../../judge/words/asks.ts'
import { inWords } from '../../kernel/index.ts'
import type { JudgementSummary } from '../without-bulk.ts'
import { html, type Markup } from './escape.ts'

export function copies({ backups }: JudgementSummary): Markup | undefined {
  if (backups.length === 0) return undefined
  const rows = backups.map(
    ({ copy, backup, volume, claimed, restorable, complete, ageMs, fresh, found, because }) =>
      html`<tr>
        <th scope="row">${copy} <small>${backup} on ${volume}</small></th>
        <td>${said(claimed === 'ok', claimed)}</td>
        <td>${said(restorable, restorable ? 'yes' : 'no')}</td>
        <td>${said(complete, complete ? 'yes' : 'no')}</td>
        <td>
          ${
            ageMs === undefined
              ? 'taken afterwards'
              : html`${said(fresh ?? true, fresh === undefined ? 'no schedule' : fresh ? 'yes' : 'no')}
                  <small>${inWords(ageMs)} old</small>`
          }
        </td>
        <td>${found}${because !== undefined && html`<br /><small>${because}</small>`}</td>
      </tr>`,
  )
  return html`<table class="sortable">
    <caption>
      Copies, each restored into a clean room and compared
    </caption>
    <thead>
      <tr>
        <th scope="col">copy</th>
        <th scope="col">claimed ok</th>
        <th scope="col">restorable</th>
        <th scope="col">complete</th>
        <th scope="col">fresh</th>
        <th scope="col">found</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

export function attempts(summary: JudgementSummary): Markup {
  const { restores, witnesses, recoveredFrom, gates } = summary
  const tried = restores.map(
    ({ step, from, copy = from, state, because }) =>
      html`<li>
        ${said(state === 'restored', state)} ${copy} at ${step}${because !== undefined && html`: ${because}`}
      </li>`,
  )
  const asked = gates.map(
    ({ step, question, answer, because }) =>
      html`<li>${said(answer === 'go', answer)} ${question} at ${step}: ${because}</li>`,
  )
  const origins = Object.entries(recoveredFrom).map(([origin, count]) => html`<li>${count} from ${origin}</li>`)
  const seen = witnesses.map(
    ({ name, step, saw, what }) =>
      html`<li>
        ${said(saw === 'effect', saw === 'effect' ? 'witnessed' : 'saw nothing')} ${name} at ${step}: ${what}
      </li>`,
  )
  return html`${
    tried.length > 0 &&
    html`<h4>Restores</h4>
      <ul class="tried">
        ${tried}
      </ul>`
  }${
    asked.length > 0 &&
    html`<h4>Gates</h4>
      <ul class="tried">
        ${asked}
      </ul>`
  }${byPeople(summary)}${
    origins.length > 0 &&
    html`<h4>Where records came back from</h4>
      <ul class="tried">
        ${origins}
      </ul>`
  }${
    seen.length > 0 &&
    html`<h4>Injuries, and who saw them</h4>
      <ul class="tried">
        ${seen}
      </ul>`
  }`
}

/** Steps that somebody else carried out, and what was decided in a rehearsal. */
function byPeople({ asks, rehearsal }: JudgementSummary): Markup {
  const before = rehearsal?.before
  const decided = (rehearsal?.decisions ?? []).map(
    (one) => html`<li>before ${one.before}: ${one.decision}, by ${one.by} <small>${one.time}</small></li>`,
  )
  const others = asks.map(
    ({ step, what, who, through, time, tookMs, ...reply }) =>
      html`<li>
        ${said(reply.reply === 'done', reply.reply === 'none' ? 'no reply' : reply.reply)} ${what} at
        ${step}${who !== undefined && html`, of ${who}`}: ${replyInWords(reply)}
        <small>${through}, ${time}, after ${inWords(tookMs)}</small>
      </li>`,
  )
  return html`${
    rehearsal &&
    html`<h4>Rehearsal</h4>
      <p>
        This plan ${before ? html`was rehearsed on ${before.started}: ${before.how}` : 'had not been rehearsed before'}.
      </p>
      <ul class="tried">
        ${decided}
      </ul>`
  }${
    others.length > 0 &&
    html`<h4>Carried out by others</h4>
      <ul class="tried">
        ${others}
      </ul>`
  }`
}

/** A word with a sign before it, so that colour is never the only difference. */
const said = (good: boolean, word: string): Markup =>
  html`<span class="${good ? 'yes' : 'no'}">${good ? '✓' : '✗'} ${word}</span>`
