/** How much was back, and when: the curve of each collection after the strike, and the numbers against promises. */

import { inWords } from '../../../kernel/index.ts'
import { namesIn, type JudgementSummary } from '../../without-bulk.ts'
import { round } from '../bars.ts'
import type { CurvePoint } from './curve.ts'
import { lifeId } from '../life.ts'
import { html, type Markup } from '../escape.ts'
import type { ArmPage } from '../model.ts'

const [LEFT, WIDTH, HEIGHT, TOP] = [46, 760, 220, 10] as const

/** Undefined where nothing struck, or nobody owed anything. */
export function restoreCurve({ curves, end, strike }: ArmPage): Markup | undefined {
  if (!strike || curves.size === 0) return undefined
  const length = Math.max(1, end.ms - strike.ms)
  const x = (ms: number) => LEFT + (ms / length) * (WIDTH - LEFT - 130)
  const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - 30)
  const collections = [...curves.keys()]
  const grid = [0, 0.5, 0.95, 1].map(
    (share) =>
      html`<line class="grid" x1="${LEFT}" x2="${round(x(length))}" y1="${round(y(share))}" y2="${round(y(share))}" />${
          share !== 0.95 &&
          html`<text class="tick" x="${LEFT - 6}" y="${round(y(share) + 4)}" text-anchor="end">${share * 100} %</text>`
        }`,
  )
  const ends = spread(collections.map((one) => y(curves.get(one)?.at(-1)?.share ?? 0)))
  const lines = collections.map((one, place) => {
    const points = curves.get(one) ?? []
    const last = points.at(-1)?.share ?? 0
    return html`<path class="curve series-${place % 6}" d="${stepped(points, length, x, y)}"><title>${one}</title></path
      ><line
        class="lead series-${place % 6}"
        x1="${round(x(length))}"
        x2="${round(x(length) + 14)}"
        y1="${round(y(last))}"
        y2="${round(ends[place] ?? 0)}"
      /><text class="series-${place % 6}" x="${round(x(length) + 17)}" y="${round((ends[place] ?? 0) + 4)}"
        >${one} ${Math.round(last * 100)} %</text
      >`
  })
  const ticks = [0, 0.5, 1].map(
    (share) =>
      html`<text
        class="tick"
        x="${round(x(length * share))}"
        y="${HEIGHT - 8}"
        text-anchor="${share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}"
        >${share === 0 ? 'strike' : inWords(length * share)}</text
      >`,
  )
  return html`<figure>
    <figcaption>What the server showed of all that it owed, in real time after the strike</figcaption>
    <div class="scroll" tabindex="0" role="group" aria-label="Curves">
      <svg
        class="curves"
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        role="img"
        aria-label="Share of owed records that the server showed, by collection"
      >
        ${grid}${lines}${ticks}
      </svg>
    </div>
  </figure>`
}

function stepped(
  points: readonly CurvePoint[],
  length: number,
  x: (ms: number) => number,
  y: (share: number) => number,
): string {
  const [first] = points
  if (!first) return ''
  const drawn = points.slice(1, 400).map(({ ms, share }) => `H${round(x(ms))}V${round(y(share))}`)
  return `M${round(x(first.ms))} ${round(y(first.share))}${drawn.join('')}H${round(x(length))}`
}

/** Labels that would lie on each other are moved apart, both ways, no further than they must be. */
function spread(heights: readonly number[]): readonly number[] {
  const order = heights.map((height, place) => ({ height, place })).toSorted((a, b) => a.height - b.height)
  // Neighbours that are too close are one block, whose middle is where its lines are.
  const blocks: { places: number[]; sum: number }[] = []
  const topOf = ({ places, sum }: { places: number[]; sum: number }) => {
    const high = (places.length - 1) * LABEL
    return Math.min(Math.max(TOP, sum / places.length - high / 2), HEIGHT - 30 - high)
  }
  for (const { height, place } of order) {
    let block = { places: [place], sum: height }
    for (
      let last = blocks.at(-1);
      last && topOf(last) + last.places.length * LABEL > topOf(block);
      last = blocks.at(-1)
    ) {
      blocks.pop()
      block = { places: [...last.places, ...block.places], sum: last.sum + block.sum }
    }
    blocks.push(block)
  }
  const moved: number[] = []
  for (const block of blocks)
    for (const [nth, place] of block.places.entries()) moved[place] = topOf(block) + nth * LABEL
  return moved
}

const LABEL = 13

/** `place`: of its arm, for links to lives of records. */
export function againstPromises({ metrics, promises }: JudgementSummary, page: ArmPage, place = 0): Markup {
  const { promised } = page
  const collections = namesIn(metrics.recoveryPoint, metrics.recoveryTime)
  const rows = collections.map((one) => {
    const point = metrics.recoveryPoint[one]
    const time = metrics.recoveryTime[one]
    const limit = promised.timeMs[one]
    // What nobody read at the end is neither lost nor back.
    const never = point ? 'never' : 'unknown'
    const lost = point ? `${point.lost} of ${point.of} (${share(point.lost, point.of)})` : ''
    return html`<tr>
      <th scope="row">${one}</th>
      <td class="number" data-value="${point?.ms ?? -1}">${ageOf(point)}</td>
      <td class="number" data-value="${point?.lost ?? -1}">${lost}</td>
      ${(['half', 'most', 'all'] as const).map(
        (part) =>
          html`<td class="number" data-value="${time?.[part] ?? ''}">
            ${time?.[part] === undefined ? never : inWords(time[part])}
          </td>`,
      )}
      <td class="number">${limit === undefined ? '' : inWords(limit)}</td>
    </tr>`
  })
  const point =
    promised.pointMs === undefined
      ? 'No recovery point was promised.'
      : `Promised: at most the last ${inWords(promised.pointMs)} before the strike.`
  const broken = promises.filter(({ verdict, waived }) => verdict === 'fail' && !waived)
  return html`<table class="sortable">
      <caption>
        Recovery point and recovery time.
        <span>${point} What was lost: ${cutInWords(metrics.cut)}.</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">collection</th>
          <th scope="col" class="number">loss reaches back</th>
          <th scope="col" class="number">records lost</th>
          <th scope="col" class="number">half back</th>
          <th scope="col" class="number">95 %</th>
          <th scope="col" class="number">all</th>
          <th scope="col" class="number">promised</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    <ul class="promises">
      ${promises.map(
        ({ claim, verdict, found, waived, unproven }) =>
          html`<li class="${verdict}">
            <b>${waived ? 'waived' : verdict}</b> ${claim}
            ${counts(found)}${unproven !== undefined && html` <em>${unproven}</em>`}
          </li>`,
      )}
    </ul>
    ${firstOf(broken, page, place)}`
}

/** The first findings of each; a record that the page tells of is a link to its life. */
function firstOf(broken: JudgementSummary['promises'], { lives }: ArmPage, place: number): Markup | undefined {
  if (broken.length === 0) return undefined
  const told = new Set(lives.map(({ record }) => record))
  const first = broken.flatMap(({ findings }) => findings.slice(0, 3))
  return html`<ul class="findings">
    ${first.map(({ because, record }) =>
      record !== undefined && told.has(record)
        ? html`<li><a href="#${lifeId(place, record)}">${because}</a></li>`
        : html`<li>${because}</li>`,
    )}
  </ul>`
}

function counts(found: Readonly<Partial<Record<string, number>>>): string {
  const all = Object.entries(found).map(([kind, count]) => `${count} ${kind}`)
  return all.length === 0 ? '' : `(${all.join(', ')})`
}

function cutInWords(cut: JudgementSummary['metrics']['cut']): string {
  if (cut === 'clean') return 'a clean cut: nothing that is newer survived'
  return cut === 'holes' ? 'holes: newer records survived, so one age does not describe it' : cut
}

const share = (part: number, all: number): string => `${Math.round((part / Math.max(1, all)) * 1_000) / 10} %`

function ageOf(point: JudgementSummary['metrics']['recoveryPoint'][string] | undefined): string {
  if (point === undefined) return 'unknown'
  return point.lost > 0 ? inWords(point.ms) : 'none lost'
}
