/** `syncdrill cleanup`: removes what dead runs left behind, from their journals alone. */

import { EXIT } from '../../kernel/index.ts'
import { cleanup } from '../../runtime/index.ts'

export async function cleanUp(): Promise<number> {
  const reports = await cleanup()
  if (reports.length === 0) process.stdout.write('nothing was left behind\n')
  for (const { run, removed, left, stale } of reports) {
    const strangers = stale.length > 0 ? `, ${stale.length} entries belonged to others by now and were not touched` : ''
    process.stdout.write(`${run}: ${removed.length} removed, ${left.length} left${strangers}\n`)
    for (const thing of left) process.stdout.write(`  left: ${thing}\n`)
  }
  return reports.some(({ left }) => left.length > 0) ? EXIT.residue : EXIT.pass
}
