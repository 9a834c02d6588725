import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GLOSSARY } from '../judge/glossary.ts'
import { FATES, FLAGS } from '../judge/judgement.ts'
import { glossaryPage, PAGE } from './glossary.ts'
import { ROOT } from './repository.ts'

test('the page is what the code says: npm run docs', () => {
  expect(readFileSync(ROOT + PAGE, 'utf8')).toBe(glossaryPage(GLOSSARY))
})

test('each verdict, fate and flag is defined once', () => {
  const terms = GLOSSARY.map(({ kind, term }) => `${kind} ${term}`)
  expect(new Set(terms).size).toBe(terms.length)
  const wanted = [
    ...['pass', 'fail', 'inconclusive'].map((one) => `verdict ${one}`),
    ...FATES.map((one) => `fate ${one}`),
    ...FLAGS.map((one) => `flag ${one}`),
  ]
  expect(terms.filter((one) => !one.startsWith('word ')).slice(0, wanted.length)).toEqual(wanted)
})

test('a definition has more than one sentence, and is no essay', () => {
  const unlike = GLOSSARY.filter(({ text }) => !/^[A-Z].+[.:] .+\.$/.test(text) || text.length > 420)
  expect(unlike.map(({ term, text }) => `${term}: ${text.length}`)).toEqual([])
})

test('kinds stand in their order, and a kind without terms is left out', () => {
  const page = glossaryPage([
    { kind: 'word', term: 'owed', text: 'What must be there. '.repeat(9).trimEnd() },
    { kind: 'fate', term: 'lost', text: 'Gone. It was there.' },
  ])
  expect(page.match(/^## .*$/gm)).toEqual(['## Fates', '## Words that the rules use'])
  expect(page).toContain('\n**lost.** Gone. It was there.\n')
  expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
})
