/** The contents of the page: they stay in sight, at its side where there is room, else above it. */

import type { ArmReport } from '../report.ts'
import { looksOf, signOf } from './card.ts'
import { html, type Markup } from './escape.ts'

const SECTIONS = {
  fates: 'What became of records',
  happened: 'What happened',
  return: 'Loss and return',
  copies: 'Where the copies were',
  records: 'Records',
} as const

export const sectionId = (place: number, section: keyof typeof SECTIONS): string => `arm-${place}-${section}`

export function contents(arms: readonly ArmReport[], { isPromised }: { readonly isPromised: boolean }): Markup {
  const parts = Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]
  return html`<nav class="contents" aria-label="Contents">
    <ol>
      <li><a href="#arms">Verdicts</a></li>
      ${isPromised && html`<li><a href="#commitments">Commitments</a></li>`}
      ${arms.map(
        (arm, place) =>
          html`<li>
            <a class="is-${looksOf(arm)}" href="#arm-${place}"
              ><span class="sign" aria-hidden="true">${signOf(arm)}</span>${arm.arm}</a
            >${
              arm.judgement &&
              html`<ol>
                ${parts.map((part) => html`<li><a href="#${sectionId(place, part)}">${SECTIONS[part]}</a></li>`)}
              </ol>`
            }
          </li>`,
      )}
      <li><a href="#unproven">What is not proven</a></li>
    </ol>
  </nav>`
}
