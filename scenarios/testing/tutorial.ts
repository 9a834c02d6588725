/** A page of documentation as somebody follows it: files that it says to write, and commands that it says to type. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Block =
  | { readonly is: 'file'; readonly path: string; readonly text: string }
  | { readonly is: 'commands'; readonly lines: readonly string[]; readonly exit: number; readonly says: string }

/**
 * Blocks in their order. A file begins with a comment that is its path. Commands stand in `sh` blocks, whose first line
 * may say how the last of them ends (`exit=2`) and what it prints (`says="..."`).
 */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w+)(.*)\n([^]*?)^```$/gm)].flatMap(([, language, info = '', text = '']): Block[] => {
    if (language === 'sh') {
      const lines = text
        .trim()
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, ''))
      const says = /says="([^"]*)"/.exec(info)?.[1] ?? ''
      return [{ is: 'commands', lines, exit: Number(/exit=(\d+)/.exec(info)?.[1] ?? 0), says }]
    }
    const [, path] = /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text) ?? []
    return path === undefined ? [] : [{ is: 'file', path, text }]
  })
}

export function write(project: string, path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}
