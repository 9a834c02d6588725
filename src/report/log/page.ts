/** The drill log as one page: for each arm when it was played, how it ended, what turned it, RPO and RTO over time. */

import { counted, inWords } from '../../kernel/index.ts'
import { fateBar, legend, round } from '../html/bars.ts'
import { html, type Markup } from '../html/escape.ts'
import { headOf } from '../html/head.ts'
import { STYLE } from '../html/style.ts'
import { isGreen, type ArmLog, type Played, type Turn } from './played.ts'
import { LOG_STYLE } from './style.ts'
import { commitOf, dayOf, durationOf, endOf, tallyOf, turnInWords } from './text.ts'

/** Links to the pages of the runs are relative: the log stands in the folder of all reports. */
export function toLogPage(logs: readonly ArmLog[]): string {
  const drills = [...Map.groupBy(logs, ({ drill }) => drill).values()]
  const page = html`<!doctype html>
    <html lang="en">
      ${headOf({ title: 'Drill log', style: `${STYLE}${LOG_STYLE}` })}
      <body>
        <header>
          <p class="kicker">syncdrill · drill log</p>
          <h1>Drill log</h1>
          <p class="standfirst">
            ${counted(logs.length, 'arm')} of ${counted(drills.length, 'drill')}. ${standing(logs)}
          </p>
        </header>
        <main>${drills.map(drillSection)}</main>
        <footer>
          <p class="facts">
            Times are UTC. RPO is the greatest age of an acknowledged loss at the strike, in the time of the drill; RTO
            is how long it took until all that came back was back, in the time of the machine that ran it. What changed
            between two runs need not be the cause of how they ended.
          </p>
        </footer>
      </body>
    </html>`
  return `${page.toString()}\n`
}

function standing(logs: readonly ArmLog[]): string {
  const red = logs.filter(({ played }) => played.slice(-1).some((one) => !isGreen(one)))
  if (red.length === 0) return 'Each ended as expected when it was last played.'
  const names = red.map(({ drill, arm }) => `${drill} / ${arm}`)
  return `${red.length} did not end as expected when last played: ${names.join('; ')}.`
}

function drillSection([first, ...others]: readonly ArmLog[]): Markup | undefined {
  if (!first) return undefined
  return html`<section>
    <h2>${first.title}</h2>
    <p class="facts">${first.drill}</p>
    ${[first, ...others].map(armSection)}
  </section>`
}

function armSection({ arm, played, turns }: ArmLog): Markup {
  return html`<h3>${arm}</h3>
    <p>${tallyOf(played)}.</p>
    <ol class="strip">
      ${played.map(square)}
    </ol>
    ${turns.toReversed().map(turnOf)}${overTime(played)}
    <div class="scroll" tabindex="0" role="group" aria-label="Runs of ${arm}">
      <table class="log">
        <caption>
          Runs, the newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">when</th>
            <th scope="col">ended</th>
            <th scope="col">what became of the records</th>
            <th scope="col">RPO</th>
            <th scope="col">RTO</th>
            <th scope="col">played</th>
          </tr>
        </thead>
        <tbody>
          ${played.toReversed().map(row)}
        </tbody>
      </table>
    </div>
    ${legend(allFates(played))}`
}

/** A letter too, for whoever sees no colours. */
function square(one: Played): Markup {
  const letter = one.verdict ? one.verdict.slice(0, 1).toUpperCase() : '?'
  const name = `${dayOf(one.started)}: ${endOf(one)}`
  return html`<li>
    <a class="${isGreen(one) ? 'green' : 'red'}" href="${pageOf(one)}" title="${name}" aria-label="${name}"
      >${letter}</a
    >
  </li>`
}

function turnOf(turn: Turn): Markup {
  return html`<p class="turn to-${turn.to}">${turnInWords(turn)}</p>`
}

function row(one: Played): Markup {
  return html`<tr>
    <th scope="row"><a href="${pageOf(one)}">${dayOf(one.started)}</a></th>
    <td class="${isGreen(one) ? 'ended-green' : 'ended-red'}">${endOf(one)}</td>
    <td class="became">${one.verdict && fateBar(one.fates)}${one.sentence}</td>
    <td>${durationOf(one.recoveryPointMs)}</td>
    <td>${durationOf(one.recoveryTimeMs)}</td>
    <td>${one.runtime}, seed ${one.seed}<br /><small>${commitOf(one)}</small></td>
  </tr>`
}

const WIDTH = 640
const HEIGHT = 90
const LEFT = 70

/** RPO and RTO, each on a scale of its own; drawn where at least two runs have one. */
function overTime(played: readonly Played[]): Markup | undefined {
  const curves = [
    curve('RPO', played.map(pointOf)),
    curve(
      'RTO',
      played.map(({ recoveryTimeMs }) => recoveryTimeMs),
    ),
  ]
  return curves.some(Boolean) ? html`${curves}` : undefined
}

/** Where nothing is lost, nothing is old. */
function pointOf({ verdict, recoveryPointMs }: Played): number | undefined {
  return verdict === 'pass' ? (recoveryPointMs ?? 0) : recoveryPointMs
}

function curve(name: string, values: readonly (number | undefined)[]): Markup | undefined {
  const known = values.filter((value) => value !== undefined)
  if (known.length < 2) return undefined
  const most = Math.max(1, ...known)
  const points = values.flatMap((value, place) => {
    if (value === undefined) return []
    const x = LEFT + ((WIDTH - LEFT - 10) * place) / Math.max(1, values.length - 1)
    return [{ x: round(x), y: round(HEIGHT - 20 - ((HEIGHT - 40) * value) / most), value }]
  })
  const label = `${name} over ${values.length} runs, oldest first: ${known.map((value) => inWords(value)).join(', ')}`
  return html`<svg class="over-time" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
    <text x="0" y="24">${name} ${inWords(most)}</text>
    <text x="0" y="${HEIGHT - 16}">0</text>
    <line x1="${LEFT}" x2="${WIDTH}" y1="${HEIGHT - 20}" y2="${HEIGHT - 20}" />
    <polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}" />
    ${points.map(
      ({ x, y, value }) => html`<circle cx="${x}" cy="${y}" r="3"><title>${inWords(value)}</title></circle>`,
    )}
  </svg>`
}

function allFates(played: readonly Played[]): Readonly<Record<string, number>> {
  const all: Record<string, number> = {}
  for (const { fates } of played) {
    for (const [fate, count = 0] of Object.entries(fates)) all[fate] = (all[fate] ?? 0) + count
  }
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
}

const pageOf = ({ folder }: Played): string => [...folder.split('/').map(encodeURIComponent), 'report.html'].join('/')
