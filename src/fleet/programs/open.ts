/** Gives each group of laptops its machine, and each laptop its home on it. */

import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withheld } from '../../kernel/index.ts'
import type { Machine, RunningSite } from '../../runtime/index.ts'
import type { Roster, RosterDevice } from '../roster.ts'
import type { World } from '../world.ts'
import { Home } from './home.ts'
import { ProgramDevice } from './program-device.ts'
import type { Program } from './program.ts'

/** One run of a program takes no longer than this, or counts as failed. */
const RUN_MS = 60_000

export interface Place {
  readonly site: Pick<RunningSite, 'machine'>
  /** A folder that is there: what each laptop's program prints goes into a file of it. */
  readonly logs: string
}

export interface OpenPrograms extends AsyncDisposable {
  readonly devices: readonly ProgramDevice[]
}

export async function openPrograms(roster: Roster, world: World, { site, logs }: Place): Promise<OpenPrograms> {
  await using opened = new AsyncDisposableStack()
  const machines = new Map<string, Machine>()
  const devices: ProgramDevice[] = []
  for (const declared of roster.devices) {
    const { program, group } = declared
    if (!program) continue
    const machine = machines.get(group) ?? opened.use(await site.machine(group, program.run))
    machines.set(group, machine)
    devices.push(laptopOf(declared, program, machine, world, join(logs, `${declared.name}.log`)))
  }
  const all = opened.move()
  return { devices, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

function laptopOf(declared: RosterDevice, program: Program, machine: Machine, world: World, log: string) {
  const { link } = world.channelOf(program.carries[0] ?? 'contacts').adapter
  const laptop = {
    account: world.credentials(declared.account),
    home: new Home(machine, declared.name),
    address: () => machine.address(link),
    execute: async (argv: readonly string[]) => {
      const ended = await machine.execute(argv, { atMostMs: RUN_MS })
      const told = `$ ${argv.join(' ')}\n${ended.output.trimEnd()}\nexited with ${ended.code}\n`
      await appendFile(log, withheld.text(told))
      return ended
    },
  }
  return new ProgramDevice(declared, program, laptop, world)
}
