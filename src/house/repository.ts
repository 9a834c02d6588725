/** The files of this repository that the house tests read, and what breaks a rule in them. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface SourceFile {
  /** From the root of the repository, with forward slashes: `src/kernel/clock.ts`. */
  readonly path: string
  readonly text: string
}

export interface Finding {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly value: string
}

/** All TypeScript and JavaScript of ours: src, scenarios, benchmarks and the settings of Vitest. */
export function sourceFiles(): readonly SourceFile[] {
  const paths = globSync(['src/**/*.{ts,mjs}', '{scenarios,bench}/**/*.ts', '*.ts'], { cwd: ROOT })
  return paths.toSorted().map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(ROOT + path, 'utf8') }))
}

/** A contract is a suite that tests share, so that it is held to what a test is held to. */
export function isTest(path: string): boolean {
  return /\.(test|contract)\.ts$/.test(path)
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** One line per finding, so that a failing test prints where to look and not how the list is built. */
export function print(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ file, line, rule, value }) => `${file}:${line} ${rule}: ${value}`)
}
