/** How failure domains and lives of records look. */

/** The name of the tag is what formats it. */
const css = String.raw

export const LISTS = css`
  .places {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr));
    gap: 1rem;
  }
  .domain {
    border: 2px dashed var(--line);
    border-radius: 8px;
    padding: 0.8rem;
  }
  .domain ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .domain li {
    border: 1px solid var(--line);
    background: var(--tint);
    padding: 0.35rem 0.6rem;
    margin: 0.35rem 0;
    border-radius: 4px;
  }
  .domain small,
  .domain strong {
    display: block;
  }
  .taken {
    border-color: var(--bad);
  }
  .taken strong {
    color: var(--bad);
    font-size: 0.85rem;
  }
  .taken {
    text-decoration: line-through;
    text-decoration-color: var(--bad);
  }
  .taken small,
  .taken strong {
    text-decoration: none;
    display: inline-block;
    width: 100%;
  }
  .commitments th[scope='row'] {
    text-align: left;
    font-weight: 600;
    min-width: 14rem;
  }
  .commitments th small {
    color: var(--soft);
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .commitments td {
    text-align: left;
    white-space: normal;
    vertical-align: top;
  }
  .commitments td p {
    margin: 0 0 0.3rem;
  }
  .is-shown {
    color: var(--good);
    font-weight: 600;
  }
  .is-refuted {
    color: var(--bad);
    font-weight: 600;
  }
  .is-open {
    color: var(--warn);
    font-weight: 600;
  }
  .lives > ol {
    list-style: none;
    padding: 0;
    max-height: 42rem;
    overflow: auto;
  }
  .search {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem 1.2rem;
    align-items: end;
    font-size: 0.88rem;
  }
  .search[hidden] {
    display: none;
  }
  input,
  select {
    font: inherit;
    color: inherit;
    background: var(--paper);
    border: 1px solid var(--soft);
    border-radius: 3px;
    padding: 0.25rem 0.4rem;
  }
  summary {
    cursor: pointer;
    padding: 0.2rem 0;
    overflow-wrap: anywhere;
  }
  .fate.wrong {
    color: var(--bad);
    font-weight: 600;
  }
  .life,
  .told {
    font-size: 0.88rem;
    list-style: none;
    padding-left: 0.4rem;
  }
  .life li,
  .told li {
    padding: 0.1rem 0;
    overflow-wrap: anywhere;
  }
  .sign {
    display: inline-block;
    width: 1.4em;
    text-align: center;
  }
  .when {
    display: inline-block;
    min-width: 15em;
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }
  .told .when {
    min-width: 11em;
  }
  .life .injury,
  .life .refused,
  .life .not-shown {
    color: var(--bad);
  }
  .life .acknowledged,
  .life .recovery {
    color: var(--good);
  }
  .life .in-vain {
    color: var(--warn);
  }
`
