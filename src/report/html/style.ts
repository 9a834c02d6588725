/** How the page looks: on a screen by day and by night; paper.ts has it on paper. */

import { COLOURS } from './colours.ts'
import { DRAWINGS } from './drawings.ts'
import { CONTENTS } from './contents-style.ts'
import { LISTS } from './lists.ts'
import { PAPER } from './paper.ts'

/** The name of the tag is what formats it. */
const css = String.raw

const TEXT = css`
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    background: var(--paper);
    color: var(--ink);
    font:
      16px/1.5 system-ui,
      'Segoe UI',
      'DejaVu Sans',
      sans-serif;
    overflow-wrap: break-word;
  }
  main,
  header,
  footer {
    max-width: 68rem;
    margin: 0 auto;
    padding: 0 1.5rem;
  }
  h1,
  h2,
  .sentence {
    font-family: Charter, 'Bitstream Charter', Georgia, 'DejaVu Serif', serif;
    text-wrap: balance;
  }
  h1 {
    font-size: clamp(2rem, 5vw, 3.2rem);
    line-height: 1.05;
    margin: 0.2em 0 0.25em;
  }
  h2 {
    font-size: 1.9rem;
    margin: 3.5rem 0 0.25rem;
    border-top: 3px solid var(--ink);
    padding-top: 0.6rem;
  }
  h3 {
    font-size: 1.15rem;
    margin: 2.4rem 0 0.6rem;
  }
  h4 {
    margin: 1.4rem 0 0.4rem;
    font-size: 1rem;
  }
  h5 {
    margin: 0 0 0.4rem;
    font-size: 0.85rem;
    color: var(--soft);
    font-weight: 600;
  }
  .kicker {
    text-transform: uppercase;
    letter-spacing: 0.12em;
    font-size: 0.75rem;
    color: var(--soft);
    margin: 2.5rem 0 0;
  }
  .standfirst {
    font-size: 1.2rem;
    max-width: 46rem;
    margin: 0 0 0.8rem;
  }
  .facts,
  small,
  caption span,
  .notices {
    color: var(--soft);
    font-size: 0.85rem;
  }
  a {
    color: var(--accent);
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
    border-radius: 2px;
  }
  .skip {
    position: absolute;
    left: -99rem;
  }
  .skip:focus {
    left: 1rem;
    top: 1rem;
    background: var(--paper);
    padding: 0.5rem;
  }
  .arms {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
    gap: 1rem;
    padding: 0;
    margin: 1.5rem 0;
    list-style: none;
  }
  .arms > li {
    min-width: 0;
    border: 1px solid var(--line);
    border-top: 6px solid var(--unknown);
    padding: 1rem 1.1rem;
    background: var(--tint);
  }
  .arms > .is-pass {
    border-top-color: var(--good);
  }
  .arms > .is-fail,
  .arms > .is-error {
    border-top-color: var(--bad);
  }
  .arms > .is-inconclusive {
    border-top-color: var(--warn);
  }
  .is-fail .verdict,
  .is-error .verdict,
  a.is-fail .sign,
  a.is-error .sign {
    color: var(--bad);
  }
  .is-pass .verdict,
  a.is-pass .sign {
    color: var(--good);
  }
  .is-inconclusive .verdict,
  a.is-inconclusive .sign {
    color: var(--warn);
  }
  .why {
    border-left: 3px solid var(--accent);
    padding-left: 0.7rem;
    margin: 0.5rem 0;
    overflow-wrap: anywhere;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .arms h3 {
    margin: 0;
  }
  .verdict {
    font-weight: 700;
    letter-spacing: 0.04em;
    margin: 0.2rem 0;
  }
  .sentence {
    font-size: 1.12rem;
    line-height: 1.35;
    margin: 0.4rem 0 0.8rem;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.1rem 0.8rem;
    font-size: 0.88rem;
    margin: 0.6rem 0 0;
  }
  dt {
    color: var(--soft);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 0.9rem;
    margin: 0.8rem 0;
  }
  caption {
    text-align: left;
    font-weight: 600;
    padding-bottom: 0.4rem;
  }
  caption span {
    font-weight: 400;
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 0.3rem 0.6rem 0.3rem 0;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
  }
  thead th {
    color: var(--soft);
    font-size: 0.8rem;
  }
  tbody th {
    font-weight: 600;
    min-width: 6em;
    overflow-wrap: anywhere;
  }
  .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .wide {
    width: 38%;
  }
  .scroll {
    overflow-x: auto;
  }
  .yes {
    color: var(--good);
  }
  .no {
    color: var(--bad);
    font-weight: 600;
  }
  .objections {
    border-left: 4px solid var(--warn);
    padding-left: 0.8rem;
  }
  ul.promises,
  ul.tried,
  ul.findings {
    font-size: 0.9rem;
    padding: 0;
    list-style: none;
  }
  ul.promises li,
  ul.tried li,
  ul.findings li {
    padding: 0.15rem 0;
    overflow-wrap: anywhere;
  }
  li.pass > b {
    color: var(--good);
  }
  li.fail > b {
    color: var(--bad);
  }
  li.inconclusive > b {
    color: var(--warn);
  }
  code {
    font-size: 0.92em;
  }
  .notices {
    margin-top: 3rem;
    border-top: 1px solid var(--line);
    padding: 1rem 0 3rem;
  }
`

export const STYLE = COLOURS + TEXT + DRAWINGS + LISTS + CONTENTS + PAPER
