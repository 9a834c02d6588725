/** Colours by day and by night; a fate has the same one everywhere. */

/** The name of the tag is what formats it. */
const css = String.raw

export const COLOURS = css`
  :root {
    color-scheme: light dark;
    --paper: #fbfaf6;
    --ink: #1d1c1a;
    --soft: #66625a;
    --line: #d8d3c7;
    --tint: #f2efe6;
    --accent: #1f5f8b;
    --good: #23705c;
    --bad: #a8201a;
    --warn: #8a5c00;
    --durable: #2d7f6b;
    --recovered: #7fb7a2;
    --late: #c9b04f;
    --stale: #d98f3d;
    --dropped: #bd6b46;
    --lost: #c8372d;
    --gone: #5c0f16;
    --unknown: #9a948a;
    --series-0: #2f6ba8;
    --series-1: #a4541f;
    --series-2: #24784f;
    --series-3: #7d4699;
    --series-4: #ab3557;
    --series-5: #6a6420;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #181715;
      --ink: #ece8df;
      --soft: #a8a298;
      --line: #3b3833;
      --tint: #211f1c;
      --accent: #7db7e0;
      --good: #6cc5a9;
      --bad: #ff8a7d;
      --warn: #e3b341;
      --durable: #4ea38c;
      --recovered: #2f6a5a;
      --late: #c9b04f;
      --stale: #d98f3d;
      --dropped: #b9694a;
      --lost: #e2574b;
      --gone: #ff9d94;
      --unknown: #77726a;
      --series-0: #7fb4e6;
      --series-1: #e39a68;
      --series-2: #62c598;
      --series-3: #c796df;
      --series-4: #ef86a4;
      --series-5: #c3bb62;
    }
  }
  .fate-durable {
    fill: var(--durable);
  }
  .fate-recovered {
    fill: var(--recovered);
  }
  .fate-recovered-late {
    fill: var(--late);
  }
  .fate-stale {
    fill: var(--stale);
  }
  .fate-conflict-dropped {
    fill: var(--dropped);
  }
  .fate-lost {
    fill: var(--lost);
  }
  .fate-unrecoverable {
    fill: var(--gone);
  }
  .fate-unverified,
  .fate-indeterminate {
    fill: var(--unknown);
  }
`
