/** `syncdrill list`: the drills, their arms, and what each arm is expected to show. */

import { relative } from 'node:path'
import { compile, load } from '../../drill/index.ts'
import { listedInWords } from '../../judge/index.ts'
import { EXIT } from '../../kernel/index.ts'
import { drillName } from '../../vitest/index.ts'
import { findDrills } from '../drill-files.ts'

export async function list(wanted: readonly string[]): Promise<number> {
  for (const file of await findDrills(wanted)) {
    const { drill } = await load(file)
    process.stdout.write(`${drillName(file)}  ${drill.title}  (${relative(process.cwd(), file)})\n  ${drill.story}\n`)
    for (const arm of Object.keys(drill.arms)) {
      const { expectation } = compile(drill, { file, arm, seed: 0 })
      process.stdout.write(`    ${arm}: ${listedInWords(expectation)}\n`)
    }
  }
  return EXIT.pass
}
