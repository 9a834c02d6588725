/** Writes `docs/glossary.md` from the definitions in the code: `npm run docs`. */

import { writeFileSync } from 'node:fs'
import { GLOSSARY, KINDS, type Definition } from '../judge/glossary.ts'
import { ROOT } from './repository.ts'
import { wrapped } from './wrapped.ts'

export const PAGE = 'docs/glossary.md'

/** What is said of a whole kind, under its heading. */
const OPENINGS: Readonly<Record<Definition['kind'], readonly [heading: string, opening: string]>> = {
  verdict: ['Verdicts', 'One for each arm of a run.'],
  fate: [
    'Fates',
    'Each record that somebody tried to write has exactly one, the worst that applies. Worst first; the rules of the' +
      ' first four are about the edits that are owed.',
  ],
  flag: ['Flags', 'A record may have several, whatever its fate; a row that is no record of ours may have one, too.'],
  promise: ['Promises', 'What a drill claims. Those that are always judged are so without being listed.'],
  finding: [
    'Findings',
    'What can refute a promise is a fate, a flag, or one of these. A row from before the drill has no fate: it is' +
      ' lost, corrupted or duplicated by its content.',
  ],
  cause: ['Causes', 'What took a record, or brought one back. The first that applies is named.'],
  doubt: ['Doubts', 'Why a run proves less than it looks. A doubt takes away a pass, and some take away any verdict.'],
  newer: [
    'Newer than the copy',
    'A server that was restored is older than its devices: what became of what the copy did not hold.',
  ],
  word: ['Words that the rules use', 'Each as exactly as the rules need it.'],
}

export function glossaryPage(definitions: readonly Definition[]): string {
  const sections = KINDS.flatMap((kind) => {
    const own = definitions.filter((one) => one.kind === kind)
    const [heading, opening] = OPENINGS[kind]
    if (own.length === 0) return []
    return [`## ${heading}`, wrapped(opening), ...own.map(({ term, text }) => wrapped(`**${term}.** ${text}`))]
  })
  const note = 'The words in which verdicts are given, with their exact rules.'
  const origin = '<!-- Written by `npm run docs` from the definitions in the code. Change them there. -->'
  return `${['# Glossary', origin, note, ...sections].join('\n\n')}\n`
}

if (import.meta.main) {
  writeFileSync(ROOT + PAGE, glossaryPage(GLOSSARY))
  process.stdout.write(`${PAGE}: ${GLOSSARY.length} definitions\n`)
}
