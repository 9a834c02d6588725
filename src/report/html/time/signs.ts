/** Shapes of a timeline, each told from the others without its colour, and the legend of those that are there. */

import { html, type Markup } from '../escape.ts'
import type { Mark } from './moments.ts'

/** A disc is good, a cross is bad, a diamond is neither; `x` in per cent of the whole. */
export function sign({ sign: kind, title }: Mark, x: string, y: number): Markup {
  return html`<svg x="${x}%" y="${y}" overflow="visible">
    ${shape(kind)}
    <title>${title}</title>
  </svg>`
}

function shape(kind: Mark['sign']): Markup {
  if (kind === 'good') return html`<circle class="good" r="4.5" />`
  if (kind === 'bad') return html`<path class="bad" d="M-4.5-4.5l9 9m0-9l-9 9" />`
  return html`<path class="note" d="M0-5l5 5-5 5-5-5z" />`
}

const WORDS = {
  good: 'went well',
  note: 'was seen',
  bad: 'went wrong',
  strike: 'the strike',
  fault: 'an injury lasts',
  step: 'a step',
  runs: 'a service runs',
  down: 'a service is down',
} as const

export type Drawn = keyof typeof WORDS

/** Those of these that are drawn. */
export function legendOf(drawn: ReadonlySet<Drawn>): Markup {
  const kinds = (Object.keys(WORDS) as Drawn[]).filter((kind) => drawn.has(kind))
  return html`<ul class="legend" aria-label="Legend">
    ${kinds.map((kind) => {
      const picture = html`<svg viewBox="-8 -8 16 16" aria-hidden="true">${example(kind)}</svg>`
      return html`<li>${picture}${WORDS[kind]}</li>`
    })}
  </ul>`
}

function example(kind: Drawn): Markup {
  const bar = (name: string) => html`<rect class="${name}" x="-8" y="-5" width="16" height="10" rx="2" />`
  if (kind === 'good' || kind === 'bad' || kind === 'note') return shape(kind)
  if (kind === 'strike') return html`<path class="strike" d="M0-8v16" />`
  if (kind === 'fault') return html`${bar('fault-band')}${bar('span state-fault')}`
  return bar(kind === 'step' ? 'span' : `span state-${kind}`)
}
