/** Our proxy as its owner starts it: a child process that says where it listens and ends with its stdin. */

import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { StartedProxyServer } from './bench.contract.ts'

export interface ProxyChild extends StartedProxyServer {
  readonly child: ChildProcessByStdio<Writable, Readable, null>
  readonly exited: Promise<unknown[]>
}

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

export async function startChild(...args: readonly string[]): Promise<ProxyChild> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1]
  if (url === undefined) throw new Error(`the proxy said ${JSON.stringify(line)}`)
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await exited
  }
  return { url, stop, child, exited }
}
