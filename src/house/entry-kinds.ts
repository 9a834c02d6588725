/** Who may ask an entry of a ledger what it is: the ledger that keeps it, and the history that everybody else reads. */
import { parseSync, Visitor } from 'oxc-parser'
import type { Expression, PrivateInExpression } from 'oxc-parser'
import { isTest, lineAt } from './repository.ts'
import type { Finding, SourceFile } from './repository.ts'

/** Tests and what they share may look at what was written. */
const MAY_ASK = /^(src\/(ledger|history|house)\/|(src|scenarios)\/(.+\/)?testing\/)/
const DECLARED_IN = /^src\/ledger\/(entries|planned|injured|decided)\.ts$/

/** Still to be told, instead of asking. */
export const STILL_ASKS = /^src\/fleet\/(quiet\/|world\.ts$)/

/** Kinds that other values are, too: a service of a site `is: 'service'`. Only what is called an entry is one, then. */
const SHARED: ReadonlySet<string> = new Set(['service', 'step'])

/** Every kind of entry that the ledger declares. */
export function entryKinds(files: readonly SourceFile[]): ReadonlySet<string> {
  const declared = files.filter(({ path }) => DECLARED_IN.test(path))
  return new Set(
    declared.flatMap(({ text }) => [...text.matchAll(/readonly is: '([^']+)'/g)].map(([, kind = '']) => kind)),
  )
}

export function entryFindings({ path, text }: SourceFile, kinds: ReadonlySet<string>): readonly Finding[] {
  if (MAY_ASK.test(path) || isTest(path)) return []
  const findings: Finding[] = []
  const ask = (start: number, asked: string | undefined, answers: readonly (Asked | null)[]): void => {
    const found = answers.flatMap((answer) => kindIn(answer) ?? []).filter((kind) => kinds.has(kind))
    if (asked === undefined || !found.some((kind) => asked === 'entry' || !SHARED.has(kind))) return
    const rule = 'only history/ folds a ledger: read a History, or be told while it is folded'
    findings.push({ file: path, line: lineAt(text, start), rule, value: found.join(', ') })
  }
  new Visitor({
    BinaryExpression: ({ start, operator, left, right }) => {
      if (!/^[!=]==?$/.test(operator)) return
      ask(start, askedIn(left), [right])
      ask(start, askedIn(right), [left])
    },
    SwitchStatement: ({ start, discriminant, cases }) =>
      ask(
        start,
        askedIn(discriminant),
        cases.map(({ test }) => test),
      ),
  }).visit(parseSync(path, text).program)
  return findings
}

type Asked = Expression | PrivateInExpression['left']

/** `entry` of `entry.is`; nothing of an `is` that was taken out of something before. */
function askedIn(node: Asked): string | undefined {
  if (node.type === 'Identifier') return node.name === 'is' ? '' : undefined
  if (node.type !== 'MemberExpression' || node.computed || node.property.name !== 'is') return undefined
  return node.object.type === 'Identifier' ? node.object.name : ''
}

const kindIn = (node: Asked | null): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
