/** How the page looks on paper: everything open, nothing to press, no table torn in a row. */

/** The name of the tag is what formats it. */
const css = String.raw

export const PAPER = css`
  @media print {
    body {
      font-size: 10.5pt;
    }
    .lives > ol {
      max-height: none;
    }
    .scroll,
    .pane {
      overflow: visible;
    }
    .lives > ol > li:nth-child(n + 40) {
      display: none;
    }
    h2 {
      break-before: page;
    }
    h3,
    h4,
    summary {
      break-after: avoid;
    }
    tr,
    figure,
    .life li,
    .arms > li,
    .domain {
      break-inside: avoid;
    }
    .search,
    .contents,
    .moves,
    .life + p,
    .skip,
    .clocks > legend,
    .clocks > label {
      display: none;
    }
    a {
      color: inherit;
    }
  }
`
