/** What a benchmark found, and how it is printed: a table, what it says of itself, and the goals that it holds. */

export type Goal = { readonly what: string; readonly value: number } & (
  | { readonly atMost: number }
  | { readonly atLeast: number }
)

export interface Outcome {
  readonly name: string
  /** The first row is the heading. */
  readonly table: readonly (readonly string[])[]
  readonly remarks: readonly string[]
  readonly goals: readonly Goal[]
}

export interface Options {
  readonly rounds: number
  /** Of what is measured, where a benchmark has sizes; none: its own. */
  readonly sizes: readonly number[]
  /** Told of what is going on; never part of the result. */
  readonly tell: (what: string) => void
}

/** A benchmark is a function; it leaves nothing behind, and throws where it could not measure. */
export type Benchmark = (options: Options) => Promise<Outcome>

export const isMet = (goal: Goal): boolean =>
  'atMost' in goal ? goal.value <= goal.atMost : goal.value >= goal.atLeast

export function textOf({ name, table, remarks, goals }: Outcome): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)))
  const rows = table.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  )
  const reached = goals.map((goal) => {
    const { what, value } = goal
    const limit = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`
    const figure = Number.isNaN(value) ? 'unknown' : value.toFixed(2)
    return `${isMet(goal) ? 'met   ' : 'MISSED'} ${what}: ${figure}, ${limit}`
  })
  return [name, ...rows.map((row) => `  ${row.join('  ').trimEnd()}`), ...remarks, ...reached].join('\n')
}

export const inMs = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`
export const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`
