/** A run drawn over time, on the real or the drill's clock: acts, answers, steps, injuries, services, copies. */

import { inWords } from '../../../kernel/index.ts'
import { round } from '../bars.ts'
import { html, type Markup } from '../escape.ts'
import { BINS, type ArmPage } from '../model.ts'
import type { Lane } from './events.ts'
import type { Clock, Moment, Span } from './moments.ts'
import { legendOf, sign, type Drawn } from './signs.ts'

const ROW = 24
/** Above the rows stand the names of acts, on as many lines as they need; a lane is as far down in the labels. */
const [TOP, NAME, NAMES] = [66, 13, 4] as const
/** What a name takes of a drawing that is as wide as a page: it is placed so that no two lie on each other. */
const [LETTER, WIDTH] = [6.4, 760] as const

/** In per cent of the whole. */
type Place = (moment: Moment) => number

interface Row {
  readonly name: string
  readonly draw: (y: number) => Markup
}

/** A drawing as wide as its pane, times the zoom: places are per cents, and so no shape is stretched. */
export function timeline(page: ArmPage, clock: Clock): Markup {
  const length = Math.max(1, page.end[clock])
  const x: Place = (moment) => (moment[clock] / length) * 100
  const lanes = page.lanes.filter(isDrawn(page)).toSorted(byKind)
  const rows: readonly Row[] = [
    ...answerRows(page, clock),
    ...lanes.map((lane) => ({ name: lane.name, draw: (y: number) => laneRow(lane, x, page.end, y) })),
  ]
  const height = TOP + rows.length * ROW + 26
  const strike = page.strike && x(page.strike)
  const called = clock === 'ms' ? 'real time' : 'drill time'
  const faults = lanes.filter(({ kind }) => kind === 'injury').flatMap(({ spans }) => spans)
  return html`<div class="on-${clock}" data-zoomable>
    <p class="moves" data-moves hidden>
      ${MOVES.map(([move, said]) => html`<button type="button" data-move="${move}">${said}</button> `)}
    </p>
    <div class="lanes">
      <ol class="labels" aria-hidden="true">
        ${rows.map(({ name }) => html`<li title="${name}">${name}</li>`)}
        <li>${called}</li>
      </ol>
      <div class="scroll pane" tabindex="0" role="group" aria-label="Timeline in ${called}: + and - zoom, arrows pan">
        <svg
          class="timeline ${clock}"
          height="${height}"
          role="img"
          aria-label="What happened, in ${called}; the list below says it in words"
        >
          ${acts(page, x, height)}${faults.map((fault) => faultBand(fault, x, page.end, height))}${
            strike !== undefined &&
            html`<line class="strike" x1="${round(strike)}%" x2="${round(strike)}%" y1="${TOP}" y2="${height - 22}"
              ><title>the strike</title></line
            >`
          }${rows.map(({ draw }, row) => draw(TOP + row * ROW))}${axis(length, height)}
        </svg>
      </div>
    </div>
    ${legendOf(drawnIn(lanes, strike !== undefined))}
  </div>`
}

const MOVES = [
  ['in', 'Zoom in'],
  ['out', 'Zoom out'],
  ['left', 'Earlier'],
  ['right', 'Later'],
  ['all', 'All of it'],
] as const

function drawnIn(lanes: readonly Lane[], hasStrike: boolean): ReadonlySet<Drawn> {
  const drawn = new Set<Drawn>()
  for (const { kind, spans, marks } of lanes) {
    for (const mark of marks) drawn.add(mark.sign)
    if (spans.length === 0) continue
    if (kind === 'injury') drawn.add('fault')
    if (kind === 'steps') drawn.add('step')
    if (kind === 'service') for (const { state } of spans) drawn.add(state === 'runs' ? 'runs' : 'down')
  }
  if (hasStrike) drawn.add('strike')
  return drawn
}

/** Lanes that hold something. Services of clean rooms come and go; what they found is said of their copies. */
const isDrawn =
  ({ plan }: ArmPage) =>
  ({ kind, name, spans, marks }: Lane): boolean =>
    spans.length + marks.length > 0 &&
    (kind !== 'service' || plan?.services.some((service) => service.name === name) !== false)

const ORDER: readonly Lane['kind'][] = ['steps', 'gates', 'injury', 'service', 'devices', 'copies', 'restores']
const byKind = (a: Lane, b: Lane): number => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)

/** Bands of the acts; each has its name, on the first line where it lies on no other. */
function acts({ acts: all, end }: ArmPage, x: Place, height: number): Markup {
  const taken = Array.from({ length: NAMES }, () => -Infinity)
  const drawn = all.map((act, place) => {
    const [from, to] = [x(act.from), x(act.to ?? end)]
    const wide = ((act.name.length * LETTER + 8) / WIDTH) * 100
    const isLate = from + wide > 100
    const begin = isLate ? 100 - wide : from
    const free = taken.findIndex((until) => until <= begin)
    const line = free < 0 ? NAMES - 1 : free
    taken[line] = begin + wide
    const y = 12 + line * NAME
    const band = html`<rect
      class="band${place % 2 === 0 ? ' even' : ''}"
      x="${round(from)}%"
      y="0"
      width="${round(Math.max(0.1, to - from))}%"
      height="${height - 22}"
      ><title>${act.name}, ${inWords((act.to ?? end).ms - act.from.ms)}</title></rect
    >`
    const name = html`<line
        class="act"
        x1="${round(from)}%"
        x2="${round(from)}%"
        y1="${y - 9}"
        y2="${height - 22}"
      /><text class="act" x="${round(isLate ? 99.7 : from)}%" y="${y}" dx="3" text-anchor="${isLate ? 'end' : 'start'}"
        >${act.name}</text
      >`
    return { band, name }
  })
  // A name may be wider than its band: no band lies on it.
  return html`${drawn.map(({ band }) => band)}${drawn.map(({ name }) => name)}`
}

/** Behind every lane, so that one sees what answers and services did while it lasted. */
function faultBand(span: Span, x: Place, end: Moment, height: number): Markup {
  const [from, to] = [x(span.from), x(span.to ?? end)]
  return html`<rect
    class="fault-band"
    x="${round(from)}%"
    y="${TOP}"
    width="${round(Math.max(0.1, to - from))}%"
    height="${height - 22 - TOP}"
    ><title>${span.title}</title></rect
  >`
}

function laneRow({ spans, marks }: Lane, x: Place, end: Moment, y: number): Markup {
  const drawn = spans.map((span) => {
    const [from, to] = [x(span.from), x(span.to ?? end)]
    const state = span.state.replaceAll(' ', '-')
    return html`<rect
      class="span state-${state}"
      x="${round(from)}%"
      y="${y + 6}"
      width="${round(Math.max(0.25, to - from))}%"
      height="12"
      rx="2"
      ><title>${span.title}</title></rect
    >`
  })
  return html`${drawn}${marks.map((mark) => sign(mark, round(x(mark.at)), y + 12))}`
}

/** What came of requests: how many were acknowledged, refused or never answered, which share, and how long it took. */
function answerRows({ traffic, waits }: ArmPage, clock: Clock): readonly Row[] {
  const { acked, rejected, indeterminate } = traffic[clock]
  const most = Math.max(1, ...acked, ...rejected, ...indeterminate)
  const shares = acked.map((count, place) => {
    const all = count + (rejected[place] ?? 0) + (indeterminate[place] ?? 0)
    return all === 0 ? undefined : count / all
  })
  const waited = waits[clock]
  const longest = Math.max(1, ...waited.map((ms) => ms ?? 0))
  const counts = (name: string, kind: string, all: readonly number[]) =>
    bars(name, kind, {
      values: all.map((count) => (count === 0 ? undefined : count)),
      most,
      say: (count) => `${count} ${name}`,
    })
  return [
    ...counts('acknowledged', 'acked', acked),
    ...counts('refused', 'rejected', rejected),
    ...counts('unknown', 'unknown', indeterminate),
    ...bars('availability', 'available', {
      values: shares,
      most: 1,
      say: (one) => `${Math.round(one * 100)} % acknowledged`,
    }),
    ...bars(`latency, to ${inWords(longest)}`, 'latency', {
      values: waited,
      most: longest,
      say: (ms) => `half of the answers within ${inWords(ms)}`,
    }),
  ]
}

interface Bars {
  readonly values: readonly (number | undefined)[]
  readonly most: number
  readonly say: (value: number) => string
}

/** No row where nothing is to be drawn. */
function bars(name: string, kind: string, { values, most, say }: Bars): readonly Row[] {
  if (values.every((value) => value === undefined)) return []
  const step = 100 / BINS
  const draw = (y: number) =>
    html`${values.map((value, place) => {
      if (value === undefined) return undefined
      const high = Math.max(2, (value / most) * 20)
      return html`<rect
        class="${kind}"
        x="${round(place * step)}%"
        y="${round(y + 22 - high)}"
        width="${round(step * 0.85)}%"
        height="${round(high)}"
        ><title>${say(value)}</title></rect
      >`
    })}`
  return [{ name, draw }]
}

const TICKS = 32

/** The finer ones are shown when it is zoomed. */
function axis(length: number, height: number): Markup {
  const ticks = Array.from({ length: TICKS + 1 }, (_, place) => {
    const share = place / TICKS
    const anchor = share === 1 ? 'end' : share === 0 ? 'start' : 'middle'
    const fine = place % 8 === 0 ? 0 : place % 4 === 0 ? 2 : place % 2 === 0 ? 4 : 8
    const x = `${round(share * 100)}%`
    return html`<g class="fine-${fine}"
      ><line class="tick" x1="${x}" x2="${x}" y1="${height - 22}" y2="${height - 17}" /><text
        class="tick"
        x="${x}"
        y="${height - 5}"
        text-anchor="${anchor}"
        >${inWords(length * share)}</text
      ></g
    >`
  })
  return html`${ticks}`
}

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
