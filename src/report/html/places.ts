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
      const held = plan.backups
        .filter(({ to }) => to === name)
        .map(
          (one) => `copies of ${one.of} (${one.name}${one.every === undefined ? '' : `, every ${inWords(one.every)}`})`,
        )
      return html`<li class="volume${by === undefined ? '' : ' taken'}">
        ${name}
        <small>${[...live, ...held].join('; ') || 'empty'}</small
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
