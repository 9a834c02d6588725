/** Lives of records, one below the other, to be opened, searched and filtered. */

import { inWords } from '../../kernel/index.ts'
import { html, type Markup } from './escape.ts'
import type { Life, LifeEvent } from './lives.ts'
import type { ArmPage } from './model.ts'

const SIGNS: Readonly<Record<LifeEvent['sign'], string>> = {
  edit: '✎',
  acknowledged: '●',
  refused: '▽',
  unknown: '◇',
  shown: '→',
  'not shown': '⇥',
  injury: '✗',
  healed: '○',
  restore: '↺',
  recovery: '↺',
  'in vain': '↺',
}

export function lives({ lives: all, livesLeftOut }: ArmPage, arm: number): Markup {
  const kinds = [...new Set(all.flatMap(({ found }) => (found.length > 0 ? found : ['well'])))]
  const left =
    livesLeftOut > 0 && html`<p>${livesLeftOut} more records that something is wrong with are in the ledger only.</p>`
  return html`<div class="lives" data-lives>
    <p class="search" hidden>
      <label
        >Search records, collections, accounts, devices
        <input type="search" data-search autocomplete="off" spellcheck="false"
      /></label>
      <label
        >fate
        <select data-fate>
          <option value="">all</option>
          ${kinds.map((kind) => html`<option>${kind}</option>`)}
        </select></label
      >
      <output data-count></output>
    </p>
    ${left}
    <ol>
      ${all.map((life, place) => oneLife(life, `life-${arm}-${place}`))}
    </ol>
  </div>`
}

function oneLife(
  { record, collection: of, account, found, because, taken, devices, events }: Life,
  id: string,
): Markup {
  const fate = found.join(', ') || 'well'
  const words = `${record} ${of} ${account} ${devices.join(' ')} ${fate}`
  return html`<li data-words="${words.toLowerCase()}" data-found="${found.join('|') || 'well'}">
    <details id="${id}">
      <summary>
        <b>${of}</b> <code>${record}</code> of ${account}
        <span class="fate${found.length > 0 ? ' wrong' : ''}">${fate}</span>
      </summary>
      ${because !== undefined && html`<p>${because}${taken !== undefined && html`<br />Taken: ${taken}.`}</p>`}
      <ol class="life">
        ${events.map(eventLine)}
      </ol>
    </details>
  </li>`
}

const eventLine = ({ at, ms, drillMs, sign, text }: LifeEvent): Markup =>
  html`<li class="${sign.replaceAll(' ', '-')}">
    <span class="sign" aria-hidden="true">${SIGNS[sign]}</span
    ><span class="when">${inWords(ms)} <small>drill ${inWords(drillMs)}, entry ${at}</small></span> ${text}
  </li>`
