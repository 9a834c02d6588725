/** The report as one page that opens by double click: no network, no other file, and nothing that needs a script. */

import { inWords } from '../../kernel/index.ts'
import { headline, objections } from '../headline.ts'
import type { ArmReport, Report } from '../report.ts'
import { commitmentsSection } from '../duty/commitments-table.ts'
import { whatProtected } from '../why/protected.ts'
import { byCollection, byDevice } from './bars.ts'
import { card, reasons, signOf } from './card.ts'
import { contents, sectionId } from './contents.ts'
import { attempts, copies } from './copies.ts'
import { againstPromises, restoreCurve } from './time/charts.ts'
import { html, Markup } from './escape.ts'
import { lives } from './life.ts'
import { headOf } from './head.ts'
import type { ArmPage } from './model.ts'
import { places } from './places.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { inOrder, timeline } from './time/timeline.ts'

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
  const planned = arms.map((arm) => ({ arm, plan: planIn(pages.get(arm.arm)) }))
  const kept = planned.map((one) => whatProtected(one, planned))
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
        ${contents(arms, { isPromised: commitments !== undefined })}
        <main id="main">
          <h2 class="unseen" id="arms">Verdicts</h2>
          <ul class="arms">
            ${arms.map((arm, place) => card(arm, place, kept[place]))}
          </ul>
          ${commitments && commitmentsSection(commitments)}
          ${arms.map((arm, place) => {
            const where = { place, run, kept: kept[place], isFolded: isFolded(report, arm) }
            return armSection(arm, pages.get(arm.arm), where)
          })}
        </main>
        <footer>
          <div class="notices">
            <h2 id="unproven">What this report does not prove</h2>
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

interface Place {
  readonly place: number
  readonly run: string
  /** What protected it. */
  readonly kept: string | undefined
  readonly isFolded: boolean
}

/** What went as it should is there to be opened; where it is all that there is, it is open. */
const isFolded = ({ arms }: Report, { judgement, state }: ArmReport): boolean =>
  arms.length > 1 && judgement?.verdict === 'pass' && state === 'as expected'

const planIn = (page: PageOrWhyNot | undefined): ArmPage['plan'] =>
  page && !('unread' in page) ? page.plan : undefined

function armSection(arm: ArmReport, page: PageOrWhyNot | undefined, where: Place): Markup {
  const { judgement } = arm
  const { place, kept, isFolded: folded } = where
  const against = objections(arm)
  const told = page && 'unread' in page ? page.unread : page ? undefined : 'it was not read'
  return html`<section aria-labelledby="arm-${place}">
    <details class="arm" ${!folded && new Markup('open')}>
      <summary>
        <h2 id="arm-${place}"><span aria-hidden="true">${signOf(arm)}</span> ${arm.arm}</h2>
      </summary>
      <p class="sentence">${headline(arm)}</p>
      ${reasons(arm, kept)}${
        against.length > 0 &&
        html`<ul class="objections">
          ${against.map((one) => html`<li>${one}</li>`)}
        </ul>`
      }${
        judgement &&
        html`<h3 id="${sectionId(place, 'fates')}">What became of ${judgement.acknowledged} acknowledged records</h3>
          <div class="scroll">${byCollection(judgement)}</div>
          ${byDevice(judgement)}`
      }${
        told !== undefined && html`<p class="objections">Its ledger could not be shown: ${told}</p>`
      }${page && !('unread' in page) && drawn(page, arm, where)}
    </details>
  </section>`
}

function drawn(page: ArmPage, { arm, judgement }: ArmReport, { place, run }: Place): Markup {
  const curve = restoreCurve(page)
  const clock = (value: string, name: string, first: boolean) =>
    html`<label
      ><input type="radio" name="clock-${place}" value="${value}" ${first && new Markup(' checked')} /> ${name}</label
    >`
  return html`<h3 id="${sectionId(place, 'happened')}">What happened</h3>
    <fieldset class="clocks">
      <legend>On the clock of</legend>
      ${clock('ms', 'the wall', true)}${clock('drillMs', 'the drill', false)}
      ${timeline(page, 'ms')}${timeline(page, 'drillMs')}
    </fieldset>
    ${inOrder(page)}${
      judgement &&
      html`<h3 id="${sectionId(place, 'return')}">Loss and return</h3>
        ${curve}
        <div class="scroll">${againstPromises(judgement, page, place)}</div>
        <h3 id="${sectionId(place, 'copies')}">Where the copies were</h3>
        ${places(page, judgement)}
        <div class="scroll">${copies(judgement)}${attempts(judgement)}</div>`
    }
    <h3 id="${sectionId(place, 'records')}">The life of one record</h3>
    ${lives(page, { place, run, arm })}`
}
