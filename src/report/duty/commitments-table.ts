/** What a provider promised, line by line, and what this run says of it. */

import { html, type Markup } from '../html/escape.ts'
import type { CommitmentLine, CommitmentsReport } from './commitments.ts'
import { commitmentsTally, reasons } from './commitments-in-words.ts'

export function commitmentsSection(commitments: CommitmentsReport): Markup {
  const { provider, document, tier, sha256 } = commitments
  return html`<section aria-labelledby="commitments">
    <h2 id="commitments">What ${provider} promised</h2>
    <p class="sentence">${commitmentsTally(commitments)}</p>
    <p class="facts">
      ${document !== undefined && html`From: ${document}. `}The accounts of this drill are on the tier ${tier}. The file
      is commitments.yaml beside this page, SHA-256 ${sha256}.
    </p>
    <div class="scroll">${commitmentsTable(commitments)}</div>
  </section>`
}

export function commitmentsTable({ lines }: CommitmentsReport): Markup {
  return html`<table class="commitments">
    <thead>
      <tr>
        <th scope="col">promised</th>
        <th scope="col">this run</th>
        <th scope="col">because</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map(row)}
    </tbody>
  </table>`
}

function row(line: CommitmentLine): Markup {
  return html`<tr>
    <th scope="row">${line.promised}<br /><small>${line.field}, line ${line.line}</small></th>
    <td class="${CLASS[line.state]}">${line.state}</td>
    <td>${reasons(line).map((because) => html`<p>${because}</p>`)}</td>
  </tr>`
}

const CLASS = { shown: 'is-shown', refuted: 'is-refuted', 'not shown': 'is-open' } as const
