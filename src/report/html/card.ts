/** What an arm came to, on a card: its verdict, why, what protected it, and how to play it again. */

import { inWords } from '../../kernel/index.ts'
import { plain } from '../../judge/words/words.ts'
import type { Plain } from '../../records/index.ts'
import { headline } from '../headline.ts'
import type { ArmReport } from '../report.ts'
import { usedInShort } from '../used.ts'
import { fateBar, legend } from './bars.ts'
import { html, type Markup } from './escape.ts'

/** What an arm looks like: by its verdict, whether or not somebody expected it. */
export function looksOf({ judgement, state }: ArmReport): string {
  return state === 'error' || state === 'not run' ? state.replaceAll(' ', '-') : (judgement?.verdict ?? 'not-run')
}

const SIGNS: Readonly<Record<string, string>> = { pass: '✓', fail: '✗', inconclusive: '?' }

/** So that no verdict is told by its colour alone. */
export const signOf = (arm: ArmReport): string => SIGNS[looksOf(arm)] ?? '!'

export function card(arm: ArmReport, place: number, kept: string | undefined): Markup {
  const { judgement, row, replay, durationMs } = arm
  const [verdict = '', ...rest] = headline(arm).split(': ')
  const used = usedInShort(arm)
  const columns = Object.entries(row).map(
    ([column, value]) =>
      html`<dt>${plain(column)}${plain(column) !== column && html` <code>${column}</code>`}</dt>
        <dd>${plainText(value)}</dd>`,
  )
  return html`<li class="is-${looksOf(arm)}">
    <h3><a href="#arm-${place}">${arm.arm}</a></h3>
    <p class="verdict"><span aria-hidden="true">${signOf(arm)}</span> ${verdict}</p>
    <p class="sentence">${rest.join(': ')}</p>
    ${reasons(arm, kept)} ${judgement && html`${fateBar(judgement.fates)}${legend(judgement.fates)}`}
    <dl>
      ${columns}
      <dt>expected</dt>
      <dd>${expected(arm)}</dd>
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

/** The cause of a fail, and what protected where another arm failed. */
export function reasons({ why }: ArmReport, kept: string | undefined): Markup {
  return html`${why !== undefined && html`<p class="why"><b>Why:</b> ${why}.</p>`}${
    kept !== undefined && html`<p class="why"><b>What protected:</b> ${kept}.</p>`
  }`
}

/** Promises by their claims, their names in code beside them. */
function expected({ judgement, expected: wanted }: ArmReport): Markup {
  if (!judgement) return html`no verdict was reached`
  const breaches = wanted?.breaches ?? []
  if (wanted?.verdict !== 'fail' || breaches.length === 0) return html`${judgement.expectation.expected}`
  const claims = new Map(judgement.promises.map(({ promise, claim }) => [promise, claim]))
  const all = breaches
    .filter(({ optional, refused }) => !optional && !refused)
    .map(({ promise, findings = [], by }) => {
      const claim = claims.get(promise)
      const what = claim === undefined ? undefined : html`“${claim}” is broken `
      const more = [...findings, ...(by === undefined ? [] : [`by ${by}`])]
      return html`<br />${what}<code>${promise}${more.length > 0 && ` (${more.join(', ')})`}</code>`
    })
  return html`to fail:${all}`
}

const plainText = (value: Plain): string => (typeof value === 'string' ? value : JSON.stringify(value))
