/** Where the data and its copies were: failure domains, what stood in each, what was taken, and how few suffice. */

import type { Plan } from '../../ledger/index.ts'
import { inWords } from '../../kernel/index.ts'
import type { JudgementSummary } from '../without-bulk.ts'
import { html, type Markup } from './escape.ts'
import type { ArmPage } from './model.ts'

export function places({ plan, taken }: ArmPage, { metrics }: JudgementSummary): Markup | undefined {
  if (!plan) return undefined
  const domains = plan.domains.map(({ name, kind }) => domainBox(plan, taken, name, `${kind} ${name}`))
  const nowhere = domainBox(plan, taken, undefined, 'in no declared domain')
  const cuts = Object.entries(metrics.minimumCut)
  const cut =
    cuts.length > 0 &&
    html`<p>
      Fewest failure domains whose loss took every copy, when it struck:
      ${cuts.map(([one, count]) => `${one} ${count}`).join(', ')}.
    </p>`
  return html`<div class="places">${domains}${nowhere}</div>
    ${cut}`
}

function domainBox(plan: Plan, taken: ArmPage['taken'], domain: string | undefined, title: string): Markup | undefined {
  const isIn = (domains: readonly string[]) => (domain === undefined ? domains.length === 0 : domains.includes(domain))
  const services = plan.services
    .filter((one) => isIn(one.domains))
    .map(({ name, start }) => html`<li class="service">${name} <small>service, ${start}</small></li>`)
  const volumes = plan.volumes
    .filter((one) => isIn(one.domains))
    .map(({ name }) => {
      const by = taken.get(name)
      const live = plan.services
        .filter(({ data }) => Object.values(data).includes(name))
        .map((one) => `data of ${one.name}`)
      const copies = plan.backups
        .filter(({ to }) => to === name)
        .map(
          (one) => `copies of ${one.of} (${one.name}${one.every === undefined ? '' : `, every ${inWords(one.every)}`})`,
        )
      return html`<li class="volume${by === undefined ? '' : ' taken'}">
        ${name}
        <small>${[...live, ...copies].join('; ') || 'empty'}</small
        >${by !== undefined && html`<strong>taken by ${by}</strong>`}
      </li>`
    })
  if (services.length + volumes.length === 0) return undefined
  return html`<section class="domain">
    <h5>${title}</h5>
    <ul>
      ${services}${volumes}
    </ul>
  </section>`
}

export function copies({ backups, restores, witnesses }: JudgementSummary): Markup {
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
  const tried = restores.map(
    ({ step, from, copy = from, state, because }) =>
      html`<li>
        ${said(state === 'restored', state)} ${copy} at ${step}${because !== undefined && html`: ${because}`}
      </li>`,
  )
  const seen = witnesses.map(
    ({ name, step, saw, what }) =>
      html`<li>
        ${said(saw === 'effect', saw === 'effect' ? 'witnessed' : 'saw nothing')} ${name} at ${step}: ${what}
      </li>`,
  )
  return html`${
    rows.length > 0 &&
    html`<table>
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
  }${
    tried.length > 0 &&
    html`<h4>Restores</h4>
      <ul class="tried">
        ${tried}
      </ul>`
  }${
    seen.length > 0 &&
    html`<h4>Injuries, and who saw them</h4>
      <ul class="tried">
        ${seen}
      </ul>`
  }`
}

/** A word with a sign before it, so that colour is never the only difference. */
const said = (good: boolean, word: string): Markup =>
  html`<span class="${good ? 'yes' : 'no'}">${good ? '✓' : '✗'} ${word}</span>`
