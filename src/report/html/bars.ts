/** Fates as bars: one for each collection and for each device, worst first, with the numbers beside them. */

import { FATES, FLAGS, type Counts, type Fate } from '../../judge/judgement.ts'
import { namesIn, lostIn, totalOf, type JudgementSummary } from '../without-bulk.ts'
import { html, type Markup } from './escape.ts'

/** Devices that have a bar of their own. */
const DEVICES = 24

export function fateBar(fates: Counts<string>): Markup {
  const total = Math.max(1, totalOf(fates))
  let x = 0
  const parts = FATES.flatMap((fate) => {
    const width = ((fates[fate] ?? 0) / total) * 100
    if (width === 0) return []
    const part = html`<rect class="${fateClass(fate)}" x="${round(x)}" y="0" width="${round(width)}" height="8"
      ><title>${fates[fate] ?? 0} ${fate}</title></rect
    >`
    x += width
    return [part]
  })
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${inWords(fates)}">
    ${parts}
  </svg>`
}

export function legend(fates: Counts<string>): Markup {
  const there = FATES.filter((fate) => (fates[fate] ?? 0) > 0)
  return html`<ul class="legend">
    ${there.map(
      (fate) =>
        html`<li>
          <svg viewBox="0 0 8 8" aria-hidden="true"><rect class="${fateClass(fate)}" width="8" height="8" /></svg>${
            fates[fate] ?? 0
          }
          ${fate}
        </li>`,
    )}
  </ul>`
}

export function byCollection({ fatesByCollection, flagsByCollection }: JudgementSummary): Markup {
  const collections = namesIn(fatesByCollection, flagsByCollection)
  const rows = collections.map((one) => {
    const fates = fatesByCollection[one] ?? {}
    const flags = flagsByCollection[one] ?? {}
    const flagged = FLAGS.filter((flag) => (flags[flag] ?? 0) > 0).map((flag) => `${flags[flag]} ${flag}`)
    return html`<tr>
      <th scope="row">${one}</th>
      <td class="number">${totalOf(fates)}</td>
      <td class="wide" data-value="${lostIn(fates)}">${fateBar(fates)}</td>
      <td>${inWords(fates)}${flagged.length > 0 && html`; <strong>${flagged.join(', ')}</strong>`}</td>
    </tr>`
  })
  return html`<table class="bars sortable">
    <caption>
      Fates by collection
    </caption>
    <thead>
      <tr>
        <th scope="col">collection</th>
        <th scope="col" class="number">records</th>
        <th scope="col" class="wide">fates</th>
        <th scope="col">in words</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

export function byDevice({ fatesByDevice, otherDevices, metrics }: JudgementSummary): Markup {
  const devices = Object.entries(fatesByDevice)
  const shown = devices.toSorted(([, a], [, b]) => lostIn(b) - lostIn(a)).slice(0, DEVICES)
  const left = devices.length - shown.length + otherDevices
  const { devices: all, withLoss, withTotalLoss } = metrics.blastRadius
  const cells = shown.map(
    ([device, fates]) =>
      html`<li>
        <span>${device}</span>${fateBar(fates)}<span class="number">${lostIn(fates)} of ${totalOf(fates)}</span>
      </li>`,
  )
  return html`<h4>Fates by device</h4>
    <p>
      ${withLoss} of ${all} devices lost something, ${withTotalLoss}
      everything.${left > 0 && ` ${left} more, none of which lost more than these, are not drawn.`}
    </p>
    <ol class="devices">
      ${cells}
    </ol>`
}

function inWords(fates: Counts<string>): string {
  const there = FATES.filter((fate) => (fates[fate] ?? 0) > 0)
  return there.map((fate) => `${fates[fate]} ${fate}`).join(', ') || 'nothing'
}

const fateClass = (fate: Fate): string => `fate-${fate}`
export const round = (value: number): string => String(Math.round(value * 100) / 100)
