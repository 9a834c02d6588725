/** `due-diligence.html`: what a customer should ask a provider, answered from one run. For whoever is no engineer. */

import { headOf } from '../html/head.ts'
import { html, type Markup } from '../html/escape.ts'
import type { ArmPage } from '../html/model.ts'
import type { PageOrWhyNot } from '../html/page.ts'
import { STYLE } from '../html/style.ts'
import type { ArmReport, Report } from '../report.ts'
import { commitmentsTable } from './commitments-table.ts'
import { dayOf, notShown, sentence, type Answer, type Asked } from './answer.ts'
import { QUESTIONS } from './questions.ts'
import { DUTY_STYLE } from './style.ts'
import { triedIn } from './tried.ts'

/** The name of the file in the folder of a run. */
export const DUE_DILIGENCE = 'due-diligence.html'

export function toDueDiligence(report: Report, pages: ReadonlyMap<string, PageOrWhyNot>): string {
  const { title, drill, run, seed, started, runtime, arms, commitments, notices } = report
  const provider = commitments?.provider
  const page = html`<!doctype html>
    <html lang="en">
      ${headOf({ title: `Due diligence: ${title}`, style: `${STYLE}${DUTY_STYLE}` })}
      <body>
        <header>
          <p class="kicker">syncdrill · due diligence</p>
          <h1>Can your data be brought back?</h1>
          <p class="standfirst">
            The questions to ask ${provider ?? 'a provider'}, answered from one disaster drill, "${title}", of
            ${dayOf(started)}. Each answer comes from what was recorded while it ran. Where nothing was recorded, it
            says so.
          </p>
          <p class="facts">drill ${drill} · run ${run} · seed ${seed} · ${runtime}</p>
        </header>
        <main>
          ${arms.length > 1 && settings(arms)}
          <section aria-labelledby="questions">
            <h2 id="questions">The questions</h2>
            <p>
              <b>Shown</b>: it was put to the test, and went well. <b>Shown otherwise</b>: it was put to the test, and
              went badly. <b>Not shown</b>: this run says nothing of it, neither good nor bad. Ask the provider.
            </p>
            <ol class="questions">
              ${QUESTIONS.map(({ question, answer }) => asked(question, answersOf(report, pages, answer)))}
            </ol>
          </section>
          <section aria-labelledby="promised">
            <h2 id="promised">What was promised</h2>
            ${
              commitments
                ? html`<div class="scroll">${commitmentsTable(commitments)}</div>`
                : html`<p>Not shown: nobody wrote down what the provider promises.</p>`
            }
          </section>
          ${triedAndNot(report)}
        </main>
        <footer>
          <div class="notices">
            <ul>
              ${notices.map((notice) => html`<li>${notice}</li>`)}
            </ul>
            <p>The records behind each answer are in <a href="report.html">the report of the run</a>.</p>
          </div>
        </footer>
      </body>
    </html>`
  return `${page.toString()}\n`
}

/** Side by side, in the same size. */
function triedAndNot(report: Report): Markup {
  const { tried, untried } = triedIn(report)
  return html`<div class="tried">
    <section aria-labelledby="tried">
      <h2 id="tried">What was tried</h2>
      <ul>
        ${tried.map((one) => html`<li>${one}</li>`)}
      </ul>
    </section>
    <section aria-labelledby="untried">
      <h2 id="untried">What was not tried</h2>
      <ul>
        ${untried.map((one) => html`<li>${one}</li>`)}
      </ul>
    </section>
  </div>`
}

function settings(arms: readonly ArmReport[]): Markup {
  return html`<section aria-labelledby="settings">
    <h2 id="settings">The settings</h2>
    <p>The same disaster was played in ${arms.length} settings. The report says in what they differ.</p>
    <ul>
      ${arms.map(
        ({ arm, judgement }) =>
          html`<li><b>${arm}</b>: ${judgement ? sentence(judgement.sentence) : 'it came to no verdict.'}</li>`,
      )}
    </ul>
  </section>`
}

interface Given extends Answer {
  /** Where they stand in the report. */
  readonly arms: readonly { readonly arm: string; readonly place: number }[]
}

/** What several settings answer alike is said once. */
function answersOf(
  report: Report,
  pages: ReadonlyMap<string, PageOrWhyNot>,
  answer: (one: Asked) => Answer,
): readonly Given[] {
  const all = report.arms.map((one, place) => {
    return { arm: one.arm, place, ...answered(report, one, pages.get(one.arm), answer) }
  })
  const alike = Map.groupBy(all, ({ state, text }) => `${state} ${text}`)
  return [...alike.values()].flatMap((arms) => {
    const [first] = arms
    return first ? [{ state: first.state, text: first.text, arms }] : []
  })
}

function answered(
  report: Report,
  arm: ArmReport,
  page: PageOrWhyNot | undefined,
  answer: (one: Asked) => Answer,
): Answer {
  const { judgement } = arm
  if (!judgement) return notShown('It came to no verdict.')
  if (judgement.verdict === 'inconclusive') return notShown(`It proved nothing. ${sentence(judgement.sentence)}`)
  const read: ArmPage | undefined = page && !('unread' in page) ? page : undefined
  return answer({ report, arm, judgement, page: read })
}

const BADGES = {
  shown: ['is-shown', 'Shown'],
  otherwise: ['is-refuted', 'Shown otherwise'],
  'not shown': ['is-open', 'Not shown'],
} as const

const recordsOf = ({ arm, place }: Given['arms'][number], at: number): Markup =>
  html`${at > 0 && '; '}<a href="report.html#arm-${place}">${arm}</a>`

function asked(question: string, answers: readonly Given[]): Markup {
  return html`<li>
    <h3>${question}</h3>
    ${answers.map(({ state, text, arms }) => {
      const [tone, word] = BADGES[state]
      return html`<div class="answer">
        <p class="badge ${tone}">${word}</p>
        <div>
          <p>${text}</p>
          <p class="settings">records: ${arms.map(recordsOf)}</p>
        </div>
      </div>`
    })}
  </li>`
}
