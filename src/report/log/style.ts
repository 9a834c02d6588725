/** How the page of the drill log looks, beyond what every page has. */

/** The name of the tag is what formats it. */
const css = String.raw

export const LOG_STYLE = css`
  .strip {
    display: flex;
    flex-wrap: wrap;
    gap: 3px;
    list-style: none;
    padding: 0;
    margin: 0.6rem 0;
  }
  .strip a {
    display: block;
    min-width: 1.5rem;
    padding: 0 0.25rem;
    text-align: center;
    line-height: 1.5rem;
    font-size: 0.8rem;
    font-weight: 700;
    text-decoration: none;
    color: var(--paper);
    background: var(--unknown);
    border-radius: 3px;
  }
  .strip .green {
    background: var(--good);
  }
  .strip .red {
    background: var(--bad);
  }
  .turn {
    border-left: 5px solid var(--bad);
    padding-left: 0.7rem;
    margin: 0.5rem 0;
  }
  .turn.to-green {
    border-left-color: var(--good);
  }
  .log td,
  .log th {
    vertical-align: top;
    white-space: nowrap;
  }
  .log .became {
    white-space: normal;
    min-width: 16rem;
  }
  .ended-red {
    color: var(--bad);
    font-weight: 600;
  }
  .over-time {
    width: 100%;
    height: auto;
    max-width: 44rem;
  }
  .over-time polyline {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
  }
  .over-time circle {
    fill: var(--accent);
  }
  .over-time text {
    fill: var(--soft);
    font-size: 11px;
  }
  .over-time line {
    stroke: var(--line);
  }
`
