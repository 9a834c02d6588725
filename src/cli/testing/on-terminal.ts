/** The command of this checkout on a terminal of its own: what it shows, and what somebody types. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { until } from '../../kernel/index.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PTY = fileURLToPath(new URL('on-terminal.py', import.meta.url))
const PATIENCE_MS = 60_000

export class OnTerminal implements AsyncDisposable {
  #shown = ''
  #seen = 0
  #isOver = false
  readonly #child
  readonly #ended: Promise<number>

  constructor(args: readonly string[], { columns = 80, env = {} }: { columns?: number; env?: NodeJS.ProcessEnv } = {}) {
    const own = { ...process.env, VITEST: undefined, NODE_ENV: undefined, TERM: 'xterm', NO_COLOR: '1', ...env }
    const argv = [PTY, `${columns}`, process.execPath, 'src/cli/main.ts', ...args]
    this.#child = spawn('python3', argv, { cwd: ROOT, env: own, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#child.stdout.on('data', (data: Buffer) => (this.#shown += data.toString()))
    this.#ended = once(this.#child, 'close').then(([code]) => {
      this.#isOver = true
      return Number(code)
    })
  }

  /** All that was written, with what moves the cursor. */
  get shown(): string {
    return this.#shown
  }

  /** Awaits it, after what was awaited before. */
  async sees(what: RegExp): Promise<string> {
    const look = () => what.exec(this.#shown.slice(this.#seen)) ?? undefined
    const wait = { what: String(what), atMostMs: PATIENCE_MS }
    const found = await until(() => look() ?? (this.#isOver && 'over'), wait).catch(() => undefined)
    if (found === undefined || found === 'over') {
      throw new Error(`${what} did not come; what was shown ends: ${JSON.stringify(this.#shown.slice(-2_000))}`)
    }
    this.#seen += found.index + found[0].length
    return found[0]
  }

  types(keys: string): void {
    this.#child.stdin.write(keys)
  }

  /** Its exit code. */
  ended(): Promise<number> {
    return this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    this.#child.kill()
    await this.#ended
  }
}
