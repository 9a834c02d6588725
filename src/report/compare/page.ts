/** The comparison as one page: for each arm the runs side by side, what differs between them, and what came of it. */

import { counted } from '../../kernel/index.ts'
import { fateBar, legend } from '../html/bars.ts'
import { html, type Markup } from '../html/escape.ts'
import { headOf } from '../html/head.ts'
import { STYLE } from '../html/style.ts'
import { letterOf, type Compared, type Comparison } from './compared.ts'
import { linesOf, type Line } from './rows.ts'
import { COMPARE_STYLE } from './style.ts'

/** Links to the pages of the runs are relative: it stands in the folder of all reports. */
export function toComparisonPage(comparisons: readonly Comparison[]): string {
  const drills = [...new Set(comparisons.flatMap(({ columns }) => columns.map(({ title }) => title)))]
  const page = html`<!doctype html>
    <html lang="en">
      ${headOf({ title: `Compared: ${drills.join(', ')}`, style: `${STYLE}${COMPARE_STYLE}` })}
      <body>
        <header>
          <p class="kicker">syncdrill · comparison</p>
          <h1>${drills.join(', ')}</h1>
          <p class="standfirst">
            ${counted(comparisons.length, 'comparison')}: the same people, edits and steps, on sites that differ. A line
            begins with ≠ where it is not the same in all columns.
          </p>
        </header>
        <main>${comparisons.map(section)}</main>
        <footer>
          <p class="facts">
            RPO is the greatest age of an acknowledged loss at the strike, in the time of the drill; RTO is how long it
            took until all that came back was back, in the time of the machine that ran it. The same seed plans the same
            edits; retries and timing belong to real processes, so that one run of each shows what can happen, and not
            how often.
          </p>
        </footer>
      </body>
    </html>`
  return `${page.toString()}\n`
}

function section(comparison: Comparison): Markup {
  const { title, columns, differs } = comparison
  const lines = linesOf(comparison)
  return html`<section>
    <h2>${title}</h2>
    ${differs.length === 0 && html`<p>Nothing that is recorded of the sites differs.</p>`}
    ${
      differs.length > 0 &&
      table(
        'What differs',
        columns,
        differs.map(({ name, values }) => ({ name, cells: values, isAlike: false })),
      )
    }
    ${table('What became of it', columns, lines, sentences(columns))} ${legend(allFates(columns))}
  </section>`
}

function table(caption: string, columns: readonly Compared[], lines: readonly Line[], first?: Markup): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table class="compared">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${columns.map(
            (column, place) =>
              html`<th scope="col">
                <b>${letterOf(place)}</b><a href="${pageOf(column)}">${column.drill}, ${column.run}</a><br />${
                  column.arm
                }
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${first}${lines.map(row)}
      </tbody>
    </table>
  </div>`
}

const sentences = (columns: readonly Compared[]): Markup =>
  html`<tr>
    <th scope="row">in one sentence</th>
    ${columns.map(
      (column) =>
        html`<td>
          <span class="${column.state === 'as expected' ? 'yes' : 'no'}">${column.verdict ?? 'no verdict'}</span
          >${column.sentence !== '' && `: ${column.sentence}`}
        </td>`,
    )}
  </tr>`

function row({ name, claim, cells, fates, isAlike }: Line): Markup {
  return html`<tr class="${isAlike ? 'alike' : 'unlike'}">
    <th scope="row">${claim === undefined ? name : html`${claim} <small>${name}</small>`}</th>
    ${cells.map((cell, place) => html`<td>${barOf(fates?.[place])}${cell}</td>`)}
  </tr>`
}

const barOf = (fates: Parameters<typeof fateBar>[0] | undefined): Markup | undefined => fates && fateBar(fates)

function allFates(columns: readonly Compared[]): Readonly<Record<string, number>> {
  const all: Record<string, number> = {}
  for (const fates of columns.flatMap(({ outcome }) => Object.values(outcome?.fates ?? {}))) {
    for (const [fate, count = 0] of Object.entries(fates)) all[fate] = (all[fate] ?? 0) + count
  }
  return all
}

const pageOf = ({ folder }: Compared): string => [...folder.split('/').map(encodeURIComponent), 'report.html'].join('/')
