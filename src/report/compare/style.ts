/** How the page of a comparison looks, beyond what every page has. */

/** The name of the tag is what formats it. */
const css = String.raw

export const COMPARE_STYLE = css`
  .compared {
    width: auto;
    min-width: 100%;
  }
  .compared td,
  .compared thead th {
    min-width: 11rem;
    max-width: 22rem;
    overflow-wrap: anywhere;
    padding-right: 1rem;
  }
  @media (max-width: 40rem) {
    .compared td,
    .compared thead th {
      min-width: 6.5rem;
    }
  }
  .compared thead b {
    display: block;
    font-size: 1.1rem;
    color: var(--ink);
  }
  .compared .bar {
    display: block;
    margin: 0.3rem 0;
  }
  .compared .unlike > th::before {
    content: '≠ ';
    color: var(--warn);
  }
  .compared .alike > td {
    color: var(--soft);
  }
`
