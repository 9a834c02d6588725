/** Lives of records, one below the other, to be opened, searched and filtered. */

import { counted, inWords } from '../../kernel/index.ts'
import { shellWord } from '../printable.ts'
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

export interface LivesOf {
  readonly place: number
  readonly run: string
  readonly arm: string
}

/** What a link to a record ends in; in the order of arms. */
export const lifeId = (place: number, record: string): string =>
  `life-${place}-${encodeURIComponent(record.toWellFormed())}`

export function lives({ lives: all, livesLeftOut, records }: ArmPage, { place, run, arm }: LivesOf): Markup {
  const wrong = all.filter(({ found }) => found.length > 0).length
  const filters = [
    filter('fate', all.flatMap(fatesOf)),
    filter(
      'collection',
      all.map((life) => life.collection),
    ),
    filter(
      'device',
      all.flatMap(({ devices }) => devices),
    ),
    filter(
      'act',
      all.flatMap(({ acts }) => acts),
    ),
  ]
  const show = ['npx syncdrill show RECORD --run', shellWord(run), '--arm', shellWord(arm)].join(' ')
  return html`<div class="lives" data-lives>
    <p>
      This page tells of ${all.length} of ${counted(records, 'record')}: ${wrong} of ${wrong + livesLeftOut} that
      something is wrong with, and ${all.length - wrong} of the rest. Any other is printed by <code>${show}</code>, and
      all that something is wrong with by the same without RECORD.
    </p>
    <div class="search" role="search" aria-label="Records of ${arm}" hidden>
      <label
        >Search records, collections, accounts, devices
        <input type="search" data-search autocomplete="off" spellcheck="false"
      /></label>
      ${filters}
      <output data-count></output>
    </div>
    <ol>
      ${all.map((life) => oneLife(life, lifeId(place, life.record)))}
    </ol>
  </div>`
}

const fatesOf = ({ found }: Life): readonly string[] => (found.length > 0 ? found : ['well'])

function filter(name: string, values: readonly string[]): Markup {
  return html`<label
    >${name}
    <select data-filter="${name}">
      <option value="">all</option>
      ${[...new Set(values)].map((value) => html`<option>${value}</option>`)}
    </select></label
  >`
}

function oneLife(life: Life, id: string): Markup {
  const { record, collection: of, account, found, because, taken, devices, acts, events } = life
  const fate = fatesOf(life).join(', ')
  const words = `${record} ${of} ${account} ${devices.join(' ')} ${fate}`
  return html`<li
    data-words="${words.toLowerCase()}"
    data-fate="${fatesOf(life).join('|')}"
    data-collection="${of}"
    data-device="${devices.join('|')}"
    data-act="${acts.join('|')}"
  >
    <details>
      <summary>
        <b>${of}</b> <code>${record}</code> of ${account}
        <span class="fate${found.length > 0 ? ' wrong' : ''}">${fate}</span>
      </summary>
      <div id="${id}">
        ${because !== undefined && html`<p>${because}${taken !== undefined && html`<br />Taken: ${taken}.`}</p>`}
        <ol class="life">
          ${events.map(eventLine)}
        </ol>
        <p><a href="#${id}">Link to this record</a></p>
      </div>
    </details>
  </li>`
}

const eventLine = ({ at, ms, drillMs, sign, text }: LifeEvent): Markup =>
  html`<li class="${sign.replaceAll(' ', '-')}">
    <span class="sign" aria-hidden="true">${SIGNS[sign]}</span
    ><span class="when">${inWords(ms)} <small>drill ${inWords(drillMs)}, entry ${at}</small></span> ${text}
  </li>`
