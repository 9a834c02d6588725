/** How bars, timelines and curves look. */

/** The name of the tag is what formats it. */
const css = String.raw

export const DRAWINGS = css`
  svg {
    display: block;
    width: 100%;
    height: auto;
  }
  svg.bar {
    height: 14px;
  }
  svg text {
    font:
      12px system-ui,
      'DejaVu Sans',
      sans-serif;
    fill: var(--ink);
  }
  svg text.tick,
  svg text.act {
    fill: var(--soft);
    font-size: 11px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1rem;
    list-style: none;
    padding: 0;
    margin: 0.4rem 0;
    font-size: 0.82rem;
  }
  .legend svg {
    width: 0.8em;
    height: 0.8em;
    display: inline-block;
    margin-right: 0.35em;
  }
  .devices {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
    gap: 0.3rem 1.2rem;
    list-style: none;
    padding: 0;
    font-size: 0.82rem;
  }
  .devices li {
    display: grid;
    grid-template-columns: 5.5rem 1fr 4.2rem;
    align-items: center;
    gap: 0.5rem;
  }
  .timeline {
    min-width: 46rem;
  }
  .band {
    fill: transparent;
  }
  .band.even {
    fill: var(--tint);
  }
  .strike {
    stroke: var(--bad);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .tick,
  .grid {
    stroke: var(--line);
  }
  text.tick {
    stroke: none;
  }
  .span {
    fill: var(--accent);
    opacity: 0.75;
  }
  .state-failed,
  .state-refused,
  .state-damage,
  .state-fault {
    fill: var(--bad);
  }
  .state-skipped {
    fill: var(--unknown);
  }
  .state-runs {
    fill: var(--good);
    opacity: 0.55;
  }
  .state-down {
    fill: none;
    stroke: var(--bad);
    stroke-width: 1.2;
    opacity: 1;
  }
  .good {
    fill: var(--good);
    stroke: var(--paper);
  }
  .bad {
    stroke: var(--bad);
    stroke-width: 2.4;
    fill: none;
  }
  .note {
    fill: var(--accent);
    stroke: var(--paper);
  }
  .acked {
    fill: var(--durable);
  }
  .rejected {
    fill: var(--stale);
  }
  .unknown {
    fill: none;
    stroke: var(--lost);
    stroke-width: 1.6;
  }
  .clocks {
    border: 0;
    padding: 0;
    margin: 0;
    /* A fieldset is as wide as what is in it, unless it is told that it need not be. */
    min-width: 0;
  }
  .clocks legend {
    float: left;
    margin-right: 0.8rem;
    color: var(--soft);
    font-size: 0.85rem;
  }
  .clocks label {
    margin-right: 1rem;
    font-size: 0.85rem;
  }
  .scroll {
    clear: both;
  }
  .clocks .drillMs {
    display: none;
  }
  .clocks:has([value='drillMs']:checked) .drillMs {
    display: block;
  }
  .clocks:has([value='drillMs']:checked) svg.ms {
    display: none;
  }
  .curve {
    fill: none;
    stroke: currentColor;
    stroke-width: 2.2;
  }
  .curves text {
    font-size: 11px;
  }
  figure {
    margin: 1rem 0;
  }
  figcaption {
    font-weight: 600;
    font-size: 0.9rem;
  }
  .series-0 {
    stroke: #3f7fbf;
  }
  .series-1 {
    stroke: #c2703d;
    stroke-dasharray: 7 3;
  }
  .series-2 {
    stroke: #3d9b74;
    stroke-dasharray: 2 3;
  }
  .series-3 {
    stroke: #9a62b5;
    stroke-dasharray: 10 3 2 3;
  }
  .series-4 {
    stroke: #c24d6f;
  }
  .series-5 {
    stroke: #8a8437;
    stroke-dasharray: 5 5;
  }
  text[class^='series-'] {
    stroke: none;
  }
`
