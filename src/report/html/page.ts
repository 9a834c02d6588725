/** The report as one page that opens by double click: no network, no other file, and nothing that needs a script. */

import { inWords } from '../../kernel/index.ts'
import type { Plain } from '../../records/index.ts'
import { headline, objections } from '../headline.ts'
import type { ArmReport, Report } from '../report.ts'
import { usedInShort } from '../used.ts'
import { commitmentsSection } from '../duty/commitments-table.ts'
import { byCollection, byDevice, fateBar, legend } from './bars.ts'
import { attempts, copies } from './copies.ts'
import { againstPromises, restoreCurve } from './charts.ts'
import { html, Markup } from './escape.ts'
import { lives } from './life.ts'
import { headOf } from './head.ts'
import type { ArmPage } from './model.ts'
import { places } from './places.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { inOrder, timeline } from './timeline.ts'

/** What a ledger shows, or why it could not be read. */
export type PageOrWhyNot = ArmPage | { readonly unread: string }

/** An arm without a page is one whose ledger could not be read; `pages` says why. */
export function toHtml(report: Report, pages: ReadonlyMap<string, PageOrWhyNot>): string {
  const { title, story, sources, drill, seed, run, started, runtime, because, durationMs, arms, notices, commitments } =
    report
  const facts = [
    `drill ${drill}`,
    `run ${run}`,
    `seed ${seed}`,
    `on ${runtime} (${because})`,
    started,
    `took ${inWords(durationMs)}`,
  ]
  const page = html`<!doctype html>
    <html lang="en">
      ${headOf({ title: `${title}: ${verdictOf(report)}`, style: STYLE, script: SCRIPT })}
      <body>
        <a class="skip" href="#arms">To the verdicts</a>
        <header>
          <p class="kicker">syncdrill · disaster drill</p>
          <h1>${title}</h1>
          <p class="standfirst">${story}</p>
          <p class="facts">${facts.join(' · ')}${sources.length > 0 && html`<br />Sources: ${sources.join('; ')}`}</p>
        </header>
        <main>
          <ul class="arms" id="arms">
            ${arms.map(card)}
          </ul>
          ${commitments && commitmentsSection(commitments)}
          ${arms.map((arm, place) => armSection(arm, pages.get(arm.arm), place))}
        </main>
        <footer>
          <div class="notices">
            <h2>What this report does not prove</h2>
            <ul>
              ${notices.map((notice) => html`<li>${notice}</li>`)}
            </ul>
          </div>
        </footer>
        ${new Markup(`<script>${SCRIPT}</script>`)}
      </body>
    </html>`
  return `${page.toString()}\n`
}

function verdictOf({ arms }: Report): string {
  return arms.map(({ arm, judgement }) => `${arm} ${judgement?.verdict ?? 'no verdict'}`).join(', ')
}

function card(arm: ArmReport, place: number): Markup {
  const { judgement, row, state, replay, durationMs } = arm
  const [verdict = '', ...rest] = headline(arm).split(': ')
  const used = usedInShort(arm)
  const columns = Object.entries(row).map(
    ([column, value]) =>
      html`<dt>${column}</dt>
        <dd>${plainText(value)}</dd>`,
  )
  return html`<li class="${state.replaceAll(' ', '-')}">
    <h3><a href="#arm-${place}">${arm.arm}</a></h3>
    <p class="verdict">${verdict}</p>
    <p class="sentence">${rest.join(': ')}</p>
    ${judgement && html`${fateBar(judgement.fates)}${legend(judgement.fates)}`}
    <dl>
      ${columns}
      <dt>expected</dt>
      <dd>${judgement?.expectation.expected ?? 'no verdict was reached'}</dd>
      <dt>took</dt>
      <dd>${inWords(durationMs)}</dd>
      ${
        used.length > 0 &&
        html`<dt>used</dt>
          <dd>${used.join('; ')}</dd>`
      }
      <dt>again</dt>
      <dd><code>${replay}</code></dd>
    </dl>
  </li>`
}

function armSection(arm: ArmReport, page: PageOrWhyNot | undefined, place: number): Markup {
  const { judgement } = arm
  const against = objections(arm)
  const told = page && 'unread' in page ? page.unread : page ? undefined : 'it was not read'
  return html`<section aria-labelledby="arm-${place}">
    <h2 id="arm-${place}">${arm.arm}</h2>
    <p class="sentence">${headline(arm)}</p>
    ${
      against.length > 0 &&
      html`<ul class="objections">
        ${against.map((one) => html`<li>${one}</li>`)}
      </ul>`
    }${
      judgement &&
      html`<h3>What became of ${judgement.acknowledged} acknowledged records</h3>
        <div class="scroll">${byCollection(judgement)}</div>
        ${byDevice(judgement)}`
    }${
      told !== undefined && html`<p class="objections">Its ledger could not be shown: ${told}</p>`
    }${page && !('unread' in page) && drawn(page, arm, place)}
  </section>`
}

function drawn(page: ArmPage, { judgement }: ArmReport, place: number): Markup {
  const curve = restoreCurve(page)
  const clock = (value: string, name: string, first: boolean) =>
    html`<label
      ><input type="radio" name="clock-${place}" value="${value}" ${first && new Markup(' checked')} /> ${name}</label
    >`
  return html`<h3>What happened</h3>
    <fieldset class="clocks">
      <legend>On the clock of</legend>
      ${clock('ms', 'the wall', true)}${clock('drillMs', 'the drill', false)}
      <div class="scroll" tabindex="0" role="group" aria-label="Timeline">
        ${timeline(page, 'ms')}${timeline(page, 'drillMs')}
      </div>
    </fieldset>
    ${inOrder(page)}${
      judgement &&
      html`<h3>Loss and return</h3>
        ${curve}
        <div class="scroll">${againstPromises(judgement, page)}</div>
        <h3>Where the copies were</h3>
        ${places(page, judgement)}
        <div class="scroll">${copies(judgement)}${attempts(judgement)}</div>`
    }
    <h3>The life of one record</h3>
    ${lives(page, place)}`
}

const plainText = (value: Plain): string => (typeof value === 'string' ? value : JSON.stringify(value))
