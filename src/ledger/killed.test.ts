/** What a killed writer leaves behind: everything whose flush had returned, and a tail that is seen to be torn. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Random } from '../kernel/index.ts'
import { readLedger } from './index.ts'

const KILLS = 40
const folder = mkdtempSync(join(tmpdir(), 'syncdrill-killed-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Three people edit without end; each says the place of an entry once the flush after it has returned. */
const endlessWriter = `
  import { writeSync } from 'node:fs'
  import { Ledger } from '${new URL('writer.ts', import.meta.url).href}'
  const ledger = Ledger.open(process.argv[1], { now: () => performance.now(), drillMs: () => 0 })
  const edit = async (person) => {
    for (let count = 0; ; count += 1) {
      for (let size = (count * person) % 40; size > 0; size -= 1) {
        ledger.append({ is: 'note', text: 'x'.repeat(size) })
      }
      const at = ledger.append({ is: 'note', text: person + ' waits for this' })
      if (count % 5 === person) ledger.flushSync()
      else await ledger.flush()
      writeSync(1, at + '\\n')
    }
  }
  await Promise.all([edit(1), edit(2), edit(3)])
`

/** Kills the writer by SIGKILL once it has said this much, and returns the places that it had promised. */
async function promisedUntilKilled(path: string, bytes: number): Promise<readonly number[]> {
  const writer = spawn(process.execPath, ['--input-type=module', '--eval', endlessWriter, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.length >= bytes) writer.kill('SIGKILL')
  })
  const [, signal] = await once(writer, 'close')
  expect(signal).toBe('SIGKILL')
  return said.split('\n').slice(0, -1).map(Number)
}

test(
  `${KILLS} kills at random moments lose nothing that was promised, and none looks whole`,
  { timeout: 120_000 },
  async () => {
    const random = new Random('writers killed')
    const endings = { promised: 0, torn: 0 }
    const kill = async (number: number): Promise<void> => {
      const path = join(folder, `${number}.jsonl`)
      const promised = await promisedUntilKilled(path, random.integer(1, 20_000))
      const ledger = readLedger(path)
      const present = new Set<number>()
      for (const { at } of ledger) present.add(at)
      expect(promised.filter((at) => !present.has(at))).toEqual([])
      endings.promised += promised.length
      if (ledger.chain.state === 'torn') endings.torn += 1
    }
    const numbers = Array.from({ length: KILLS }, (_, number) => number)
    const worker = async (): Promise<void> => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) await kill(number)
    }
    await Promise.all([worker(), worker(), worker()])
    expect(endings.torn).toBe(KILLS)
    expect(endings.promised).toBeGreaterThan(KILLS * 100)
  },
)
