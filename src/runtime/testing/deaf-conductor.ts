/** A conductor that has a reaper, and never ends by itself. */

import { openReaper } from '../reaper/index.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
await openReaper(process.argv[2] ?? '')
process.stdout.write('ready\n')
await new Promise(() => setInterval(() => undefined, 1_000))
