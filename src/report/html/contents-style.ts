/** How the contents, folded arms and sortable tables look. */

/** The name of the tag is what formats it. */
const css = String.raw

export const CONTENTS = css`
  .contents {
    position: sticky;
    top: 0;
    z-index: 2;
    background: var(--paper);
    border-bottom: 1px solid var(--line);
    font-size: 0.88rem;
  }
  .contents ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .contents > ol {
    display: flex;
    gap: 0.2rem 1.1rem;
    max-width: 68rem;
    margin: 0 auto;
    padding: 0.5rem 1.5rem;
    overflow-x: auto;
    white-space: nowrap;
  }
  .contents ol ol {
    display: none;
  }
  .contents .sign {
    font-weight: 700;
  }
  .contents a:focus-visible {
    outline-offset: -2px;
  }
  h2,
  h3,
  [id^='life-'] {
    scroll-margin-top: 3.2rem;
  }
  @media screen and (min-width: 90rem) {
    .contents {
      position: fixed;
      inset: 0 auto 0 0;
      width: 15rem;
      overflow-y: auto;
      border: 0;
      border-right: 1px solid var(--line);
    }
    .contents > ol {
      display: block;
      padding: 2.5rem 1rem;
      white-space: normal;
    }
    .contents li {
      margin: 0.3rem 0;
      overflow-wrap: anywhere;
    }
    .contents ol ol {
      display: block;
      padding-left: 1.6em;
    }
    main,
    header,
    footer {
      margin-left: max(15rem, calc(50vw - 34rem));
    }
  }
  .arms dt code {
    display: block;
  }
  .arm > summary {
    margin: 3.5rem 0 0.25rem;
    border-top: 3px solid var(--ink);
    padding-top: 0.6rem;
  }
  .arm > summary h2 {
    display: inline;
    border: 0;
    margin: 0;
    padding: 0;
  }
  .sortable th button {
    all: unset;
    cursor: pointer;
  }
  .sortable th button:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .sortable th button::after {
    content: ' ↕';
    color: var(--soft);
  }
  .sortable th[aria-sort='ascending'] button::after {
    content: ' ↑';
  }
  .sortable th[aria-sort='descending'] button::after {
    content: ' ↓';
  }
`
