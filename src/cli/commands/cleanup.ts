/** `syncdrill cleanup`: removes what dead runs left behind, from their journals alone, and names what is alive. */

import { counted, EXIT } from '../../kernel/index.ts'
import { cleanup, connectionOf, type LivingRun } from '../../runtime/index.ts'

export async function cleanUp({ engine }: { readonly engine?: string }): Promise<number> {
  const tell = (what: string): void => void process.stdout.write(`${what} ...\n`)
  const where = engine === undefined ? {} : { engine: connectionOf(engine) }
  const { reports, alive } = await cleanup({ tell, ...where })
  for (const { run, removed, left, stale } of reports) {
    const strangers = stale.length > 0 ? `, ${stale.length} entries belonged to others by now and were not touched` : ''
    process.stdout.write(`${run}: ${removed.length} removed, ${left.length} left${strangers}\n`)
    for (const thing of left) process.stdout.write(`  left: ${thing}\n`)
  }
  if (reports.length === 0) process.stdout.write(`nothing was left behind${alive.length > 0 ? ' by dead runs' : ''}\n`)
  const isLeft = reports.some(({ left }) => left.length > 0)
  if (isLeft && engine === undefined && reports.some(({ left }) => left.some((thing) => thing.includes('the engine'))))
    process.stdout.write("an engine that has another address by now: 'syncdrill cleanup --engine <address>'\n")
  for (const run of alive) process.stdout.write(`${livingLines(run).join('\n')}\n`)
  return isLeft ? EXIT.residue : EXIT.pass
}

/** With how to end it: whoever ends a conductor, its reaper removes the rest. */
export function livingLines({ run, conductor, reaper, processes, onEngine, journal }: LivingRun): readonly string[] {
  const lives = conductor !== undefined || reaper !== undefined
  const pids = processes.map(({ pid }) => pid).join(' ')
  const ending = conductor
    ? `to end it: kill ${conductor}; where that does nothing: kill -KILL ${conductor}, and its reaper removes the rest`
    : reaper
      ? `its conductor is gone, and its reaper removes what it made; should it stand still: kill -KILL ${reaper}`
      : `neither conductor nor reaper lives, and no journal tells of it in ${journal}: kill -KILL ${pids}`
  return [
    `${run}: ${lives ? 'is alive' : 'is left over'}, and was not touched`,
    ...(conductor ? [`  conductor  process ${conductor}`] : []),
    ...(reaper ? [`  reaper     process ${reaper}, journal ${journal}`] : []),
    ...processes.map(({ pid, what }) => `  process ${pid}  ${what}`),
    ...(onEngine.length > 0 ? [`  on its engine it has made ${counted(onEngine.length, 'thing')}`] : []),
    ...onEngine.slice(0, 8).map((thing) => `    ${thing}`),
    `  ${ending}`,
  ]
}
