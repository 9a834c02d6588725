/** A run drawn over time, on the real or the drill's clock: acts, answers, steps, injuries, services, copies. */

import { inWords } from '../../../kernel/index.ts'
import { html, type Markup } from '../escape.ts'
import type { Lane } from './events.ts'
import { BINS, type ArmPage } from '../model.ts'
import type { Clock, Mark, Span } from './moments.ts'
import type { Outcome } from './traffic.ts'
import { round } from '../bars.ts'

const LEFT = 190
const WIDTH = 1000
const ROW = 24
const TOP = 34

type Place = (value: { readonly ms: number; readonly drillMs: number }) => number

export function timeline(page: ArmPage, clock: Clock): Markup {
  const length = Math.max(1, page.end[clock])
  const x: Place = (moment) => LEFT + (moment[clock] / length) * (WIDTH - LEFT - 10)
  const answers = [
    { outcome: 'acked', name: 'acknowledged' },
    { outcome: 'rejected', name: 'refused' },
    { outcome: 'indeterminate', name: 'unknown' },
  ] as const
  const rows = [
    ...answers.map(({ outcome, name }) => ({ name, draw: (y: number) => answerRow(page, clock, outcome, y) })),
    ...page.lanes
      .filter(isDrawn(page))
      .toSorted(byKind)
      .map((lane) => ({
        name: lane.name,
        draw: (y: number) => laneRow(lane, x, page.end, y),
      })),
  ]
  const height = TOP + rows.length * ROW + 26
  const named = rows.map(
    ({ name, draw }, row) =>
      html`<text class="label" x="${LEFT - 10}" y="${TOP + row * ROW + 16}" text-anchor="end">${short(name)}</text
        >${draw(TOP + row * ROW)}`,
  )
  const strike = page.strike && x(page.strike)
  const called = clock === 'ms' ? 'real time' : 'drill time'
  return html`<svg
    class="timeline ${clock}"
    viewBox="0 0 ${WIDTH} ${height}"
    role="img"
    aria-label="What happened, in ${called}; the list below says it in words"
  >
    ${page.acts.map((act, place) => actBand(act, x, page, height, place))}${
      strike !== undefined && html`<path class="strike" d="M${round(strike)} 18V${height - 22}" />`
    }${named}${axis(length, height, called)}
  </svg>`
}

/** Services of clean rooms come and go; what they found is said of their copies. */
const isDrawn =
  ({ plan }: ArmPage) =>
  ({ kind, name }: Lane): boolean =>
    kind !== 'service' || plan?.services.some((service) => service.name === name) !== false

const ORDER: readonly Lane['kind'][] = ['steps', 'gates', 'injury', 'service', 'devices', 'copies', 'restores']
const byKind = (a: Lane, b: Lane): number => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)

/** Bands that are too narrow for their name go without; the list has it. */
function actBand(act: Span, x: Place, page: ArmPage, height: number, place: number): Markup {
  const [from, to] = [x(act.from), x(act.to ?? page.end)]
  const width = Math.max(0.5, to - from)
  const name = width > act.name.length * 6.5 && html`<text class="act" x="${round(from + 3)}" y="14">${act.name}</text>`
  return html`<rect
      class="band${place % 2 === 0 ? ' even' : ''}"
      x="${round(from)}"
      y="0"
      width="${round(width)}"
      height="${height - 22}"
      ><title>${act.name}</title></rect
    >${name}`
}

function laneRow({ spans, marks }: Lane, x: Place, end: ArmPage['end'], y: number): Markup {
  const drawn = spans.map((span) => {
    const [from, to] = [x(span.from), x(span.to ?? end)]
    const state = span.state.replaceAll(' ', '-')
    return html`<rect
      class="span state-${state}"
      x="${round(from)}"
      y="${y + 6}"
      width="${round(Math.max(2, to - from))}"
      height="12"
      rx="2"
      ><title>${span.title}</title></rect
    >`
  })
  return html`${drawn}${marks.map((mark) => sign(mark, x(mark.at), y + 12))}`
}

/** Told apart by shape: a disc is good, a cross is bad, a diamond is neither. */
function sign({ sign: kind, title }: Mark, x: number, y: number): Markup {
  const shapes = {
    good: html`<circle class="good" cx="${round(x)}" cy="${y}" r="4.5"><title>${title}</title></circle>`,
    bad: html`<path class="bad" d="M${round(x - 4.5)} ${y - 4.5}l9 9m0-9l-9 9"><title>${title}</title></path>`,
    note: html`<path class="note" d="M${round(x)} ${y - 5}l5 5-5 5-5-5z"><title>${title}</title></path>`,
  }
  return shapes[kind]
}

/** Bars for what was acknowledged, triangles for refusals, open diamonds for what nobody knows. */
function answerRow({ traffic }: ArmPage, clock: Clock, outcome: Outcome, y: number): Markup {
  const counts = traffic[clock][outcome]
  const most = Math.max(1, ...counts)
  const step = (WIDTH - LEFT - 10) / BINS
  return html`${counts.map((count, place) => {
    if (count === 0) return undefined
    const x = LEFT + place * step
    const size = Math.max(3, Math.sqrt(count / most) * 9)
    const title = html`<title>${count} ${outcome === 'acked' ? 'acknowledged' : outcome}</title>`
    const middle = round(x + step / 2)
    const half = round(size / 2)
    if (outcome === 'acked') {
      const high = Math.max(2, (count / most) * 20)
      return html`<rect
        class="acked"
        x="${round(x)}"
        y="${round(y + 22 - high)}"
        width="${round(step - 1)}"
        height="${round(high)}"
        >${title}</rect
      >`
    }
    if (outcome === 'rejected')
      return html`<path
        class="rejected"
        d="M${round(x + step / 2 - size / 2)} ${y + 6}h${round(size)}l${round(-size / 2)} ${round(size)}z"
        >${title}</path
      >`
    return html`<path
      class="unknown"
      d="M${middle} ${round(y + 12 - size / 2)}l${half} ${half}-${half} ${half}-${half}-${half}z"
      >${title}</path
    >`
  })}`
}

function axis(length: number, height: number, called: string): Markup {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = LEFT + share * (WIDTH - LEFT - 10)
    const anchor = share === 1 ? 'end' : share === 0 ? 'start' : 'middle'
    return html`<line class="tick" x1="${round(x)}" x2="${round(x)}" y1="${height - 22}" y2="${height - 17}" /><text
        class="tick"
        x="${round(x)}"
        y="${height - 5}"
        text-anchor="${anchor}"
        >${inWords(length * share)}</text
      >`
  })
  return html`<text class="tick" x="${LEFT - 10}" y="${height - 5}" text-anchor="end">${called}</text>${ticks}`
}

const short = (name: string): string => (name.length > 25 ? `${name.slice(0, 24)}…` : name)

/** Everything that is drawn, in order and in words: for whoever cannot see it, and for paper. */
export function inOrder({ lanes, undrawn }: ArmPage): Markup {
  const told = lanes.flatMap(({ spans, marks }) => [
    ...spans.map(({ from, title }) => ({ ...from, title })),
    ...marks.map(({ at, title }) => ({ ...at, title })),
  ])
  const items = told
    .toSorted((a, b) => a.ms - b.ms)
    .map(
      ({ ms, drillMs, title }) =>
        html`<li>
          <span class="when">${inWords(ms)} <small>(drill ${inWords(drillMs)})</small></span> ${title}
        </li>`,
    )
  const more = [...undrawn].map(([name, count]) => html`<li>${count} more of ${name}: in the ledger.</li>`)
  return html`<details>
    <summary>The same in words</summary>
    <ol class="told">
      ${items}${more}
    </ol>
  </details>`
}
