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
  .lanes {
    display: grid;
    grid-template-columns: minmax(4.5rem, clamp(4.5rem, 26vw, 11rem)) minmax(0, 1fr);
    gap: 0.6rem;
    clear: both;
  }
  .labels {
    list-style: none;
    margin: 66px 0 0;
    padding: 0;
    font-size: 12px;
    line-height: 24px;
    text-align: right;
  }
  .labels li {
    height: 24px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .labels li:last-child {
    color: var(--soft);
  }
  .pane {
    overflow-x: auto;
  }
  svg.timeline {
    height: revert-layer;
    min-width: 30rem;
  }
  .moves {
    margin: 0.4rem 0;
  }
  .moves button {
    font: inherit;
    font-size: 0.82rem;
    color: inherit;
    background: var(--tint);
    border: 1px solid var(--soft);
    border-radius: 3px;
  }
  .fine-2,
  .fine-4,
  .fine-8 {
    visibility: hidden;
  }
  [data-zoom='2'] .fine-2,
  [data-zoom='4'] :is(.fine-2, .fine-4),
  :is([data-zoom='8'], [data-zoom='16'], [data-zoom='32']) :is(.fine-2, .fine-4, .fine-8) {
    visibility: visible;
  }
  line.act {
    stroke: var(--line);
  }
  .fault-band {
    fill: var(--bad);
    opacity: 0.09;
  }
  .available {
    fill: var(--good);
    opacity: 0.7;
  }
  .latency {
    fill: var(--accent);
    opacity: 0.8;
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
    fill: var(--lost);
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
  .clocks .on-drillMs {
    display: none;
  }
  .clocks:has([value='drillMs']:checked) .on-drillMs {
    display: block;
  }
  .clocks:has([value='drillMs']:checked) .on-ms {
    display: none;
  }
  .curve {
    fill: none;
    stroke: currentColor;
    stroke-width: 2.2;
  }
  svg.curves {
    min-width: 34rem;
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
    --own: var(--series-0);
  }
  .series-1 {
    --own: var(--series-1);
    stroke-dasharray: 7 3;
  }
  .series-2 {
    --own: var(--series-2);
    stroke-dasharray: 2 3;
  }
  .series-3 {
    --own: var(--series-3);
    stroke-dasharray: 10 3 2 3;
  }
  .series-4 {
    --own: var(--series-4);
  }
  .series-5 {
    --own: var(--series-5);
    stroke-dasharray: 5 5;
  }
  path[class*='series-'],
  line[class*='series-'] {
    stroke: var(--own);
  }
  text[class^='series-'] {
    fill: var(--own);
    font-weight: 600;
  }
  line.lead {
    stroke-width: 0.8;
    stroke-dasharray: none;
  }
`
