/** How the page looks: on a screen by day and by night, and on paper. */

const COLOURS = `
:root { color-scheme: light dark; --paper: #fbfaf6; --ink: #1d1c1a; --soft: #66625a; --line: #d8d3c7; --tint: #f2efe6; --accent: #1f5f8b; --good: #23705c; --bad: #a8201a; --warn: #9a6700; --durable: #2d7f6b; --recovered: #7fb7a2; --late: #c9b04f; --stale: #d98f3d; --dropped: #bd6b46; --lost: #c8372d; --gone: #5c0f16; --unknown: #9a948a; }
@media (prefers-color-scheme: dark) { :root { --paper: #181715; --ink: #ece8df; --soft: #a8a298; --line: #3b3833; --tint: #211f1c; --accent: #7db7e0; --good: #6cc5a9; --bad: #ff8a7d; --warn: #e3b341; --durable: #4ea38c; --recovered: #2f6a5a; --late: #c9b04f; --stale: #d98f3d; --dropped: #b9694a; --lost: #e2574b; --gone: #ff9d94; --unknown: #77726a; } }
.fate-durable { fill: var(--durable) } .fate-recovered { fill: var(--recovered) } .fate-recovered-late { fill: var(--late) } .fate-stale { fill: var(--stale) } .fate-conflict-dropped { fill: var(--dropped) } .fate-lost { fill: var(--lost) } .fate-unrecoverable { fill: var(--gone) } .fate-unverified, .fate-indeterminate { fill: var(--unknown) }
`

const TEXT = `
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif }
main, header, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem }
h1, h2, .sentence { font-family: Charter, 'Bitstream Charter', Georgia, 'DejaVu Serif', serif; text-wrap: balance }
h1 { font-size: clamp(2rem, 5vw, 3.2rem); line-height: 1.05; margin: .2em 0 .25em } h2 { font-size: 1.9rem; margin: 3.5rem 0 .25rem; border-top: 3px solid var(--ink); padding-top: .6rem } h3 { font-size: 1.15rem; margin: 2.4rem 0 .6rem } h4 { margin: 1.4rem 0 .4rem; font-size: 1rem } h5 { margin: 0 0 .4rem; font-size: .85rem; color: var(--soft); font-weight: 600 }
.kicker { text-transform: uppercase; letter-spacing: .12em; font-size: .75rem; color: var(--soft); margin: 2.5rem 0 0 } .standfirst { font-size: 1.2rem; max-width: 46rem; margin: 0 0 .8rem } .facts, small, caption span, .notices { color: var(--soft); font-size: .85rem }
a { color: var(--accent) } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem }
.arms { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; padding: 0; margin: 1.5rem 0; list-style: none } .arms > li { border: 1px solid var(--line); border-top: 6px solid var(--unknown); padding: 1rem 1.1rem; background: var(--tint) } .arms > .as-expected { border-top-color: var(--good) } .arms > .not-as-expected, .arms > .error { border-top-color: var(--bad) }
.arms h3 { margin: 0 } .verdict { font-weight: 700; letter-spacing: .04em; margin: .2rem 0 } .sentence { font-size: 1.12rem; line-height: 1.35; margin: .4rem 0 .8rem } dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; font-size: .88rem; margin: .6rem 0 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .8rem 0 } caption { text-align: left; font-weight: 600; padding-bottom: .4rem } caption span { font-weight: 400 } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); font-weight: 400 } thead th { color: var(--soft); font-size: .8rem } tbody th { font-weight: 600; overflow-wrap: anywhere } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } .wide { width: 38% }
.scroll { overflow-x: auto }
.yes { color: var(--good) } .no { color: var(--bad); font-weight: 600 }
.objections { border-left: 4px solid var(--warn); padding-left: .8rem } ul.promises, ul.tried, ul.findings { font-size: .9rem; padding: 0; list-style: none } ul.promises li, ul.tried li, ul.findings li { padding: .15rem 0; overflow-wrap: anywhere } li.pass > b { color: var(--good) } li.fail > b { color: var(--bad) } li.inconclusive > b { color: var(--warn) }
code { font-size: .92em } .notices { margin-top: 3rem; border-top: 1px solid var(--line); padding: 1rem 0 3rem }
`

const DRAWINGS = `
svg { display: block; width: 100%; height: auto } svg.bar { height: 14px } svg text { font: 12px system-ui, 'DejaVu Sans', sans-serif; fill: var(--ink) } svg text.tick, svg text.act { fill: var(--soft); font-size: 11px }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; list-style: none; padding: 0; margin: .4rem 0; font-size: .82rem } .legend svg { width: .8em; height: .8em; display: inline-block; margin-right: .35em }
.devices { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .3rem 1.2rem; list-style: none; padding: 0; font-size: .82rem } .devices li { display: grid; grid-template-columns: 5.5rem 1fr 4.2rem; align-items: center; gap: .5rem }
.timeline { min-width: 46rem } .band { fill: transparent } .band.even { fill: var(--tint) } .strike { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 3 } .tick, .grid { stroke: var(--line) } text.tick { stroke: none }
.span { fill: var(--accent); opacity: .75 } .state-failed, .state-refused, .state-damage, .state-fault { fill: var(--bad) } .state-skipped { fill: var(--unknown) } .state-runs { fill: var(--good); opacity: .55 } .state-down { fill: none; stroke: var(--bad); stroke-width: 1.2; opacity: 1 }
.good { fill: var(--good); stroke: var(--paper) } .bad { stroke: var(--bad); stroke-width: 2.4; fill: none } .note { fill: var(--accent); stroke: var(--paper) } .acked { fill: var(--durable) } .rejected { fill: var(--stale) } .unknown { fill: none; stroke: var(--lost); stroke-width: 1.6 }
.clocks { border: 0; padding: 0; margin: 0 } .clocks legend { float: left; margin-right: .8rem; color: var(--soft); font-size: .85rem } .clocks label { margin-right: 1rem; font-size: .85rem } .scroll { clear: both } .clocks .drillMs { display: none } .clocks:has([value=drillMs]:checked) .drillMs { display: block } .clocks:has([value=drillMs]:checked) svg.ms { display: none }
.curve { fill: none; stroke: currentColor; stroke-width: 2.2 } .curves text { font-size: 11px } figure { margin: 1rem 0 } figcaption { font-weight: 600; font-size: .9rem }
.class-contacts { stroke: #3f7fbf } .class-calendar { stroke: #c2703d; stroke-dasharray: 7 3 } .class-notes { stroke: #3d9b74; stroke-dasharray: 2 3 } .class-tasks { stroke: #9a62b5; stroke-dasharray: 10 3 2 3 } .class-photos { stroke: #c24d6f } .class-scores { stroke: #8a8437; stroke-dasharray: 5 5 } text[class^=class-] { stroke: none }
.places { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem } .domain { border: 2px dashed var(--line); border-radius: 8px; padding: .8rem } .domain ul { list-style: none; margin: 0; padding: 0 } .domain li { border: 1px solid var(--line); background: var(--tint); padding: .35rem .6rem; margin: .35rem 0; border-radius: 4px } .domain small, .domain strong { display: block } .taken { border-color: var(--bad) } .taken strong { color: var(--bad); font-size: .85rem } .taken { text-decoration: line-through; text-decoration-color: var(--bad) } .taken small, .taken strong { text-decoration: none; display: inline-block; width: 100% }
.lives > ol { list-style: none; padding: 0; max-height: 42rem; overflow: auto } .search { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: end; font-size: .88rem } .search[hidden] { display: none } input, select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 3px; padding: .25rem .4rem } summary { cursor: pointer; padding: .2rem 0; overflow-wrap: anywhere } .fate.wrong { color: var(--bad); font-weight: 600 } .life, .told { font-size: .88rem; list-style: none; padding-left: .4rem } .life li, .told li { padding: .1rem 0; overflow-wrap: anywhere } .sign { display: inline-block; width: 1.4em; text-align: center } .when { display: inline-block; min-width: 15em; color: var(--soft); font-variant-numeric: tabular-nums } .told .when { min-width: 11em } .life .injury, .life .refused, .life .not-shown { color: var(--bad) } .life .acknowledged, .life .recovery { color: var(--good) }
`

const PAPER = `
@media print { body { font-size: 10.5pt } .lives > ol { max-height: none } h2 { break-before: page } table, figure, .arms > li, .domain { break-inside: avoid } .search, .skip, .clocks > legend, .clocks > label { display: none } a { color: inherit } }
`

export const STYLE = COLOURS + TEXT + DRAWINGS + PAPER
