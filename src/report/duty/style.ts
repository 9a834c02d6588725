/** How the due-diligence page looks, beyond what every page has: large, and the same on paper. */

/** The name of the tag is what formats it. */
const css = String.raw

export const DUTY_STYLE = css`
  .questions {
    list-style: none;
    padding: 0;
    margin: 1.5rem 0;
  }
  .questions > li {
    border-top: 1px solid var(--line);
    padding: 1rem 0 0.6rem;
    break-inside: avoid;
  }
  .questions h3 {
    margin: 0 0 0.5rem;
    font-size: 1.25rem;
  }
  .answer {
    display: grid;
    grid-template-columns: 8.5rem 1fr;
    gap: 0.2rem 1rem;
    margin: 0.4rem 0;
  }
  .answer p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .badge {
    font-weight: 700;
    border-left: 5px solid var(--warn);
    padding-left: 0.5rem;
    align-self: start;
  }
  .badge.is-shown {
    border-left-color: var(--good);
  }
  .badge.is-refuted {
    border-left-color: var(--bad);
  }
  .settings {
    color: var(--soft);
    font-size: 0.88rem;
  }
  .tried {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0 2.5rem;
  }
  .tried ul {
    padding-left: 1.1rem;
  }
  .tried li {
    margin: 0.3rem 0;
    overflow-wrap: anywhere;
  }
  @media (max-width: 40rem) {
    .tried,
    .answer {
      grid-template-columns: 1fr;
    }
  }
  @media print {
    .tried {
      break-inside: avoid;
    }
  }
`
