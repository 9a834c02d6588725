/** What the engine of this machine tells of one run, heard from outside: no code of ours has a part in it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface EngineEvent {
  readonly Type: string
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> }
}

export interface Listening extends AsyncDisposable {
  readonly events: readonly EngineEvent[]
}

export function listenToEngine(): Listening {
  const kinds = ['container', 'network', 'volume'].flatMap((kind) => ['--filter', `type=${kind}`])
  // What happens before it is connected is told all the same; what happened to others, nobody asks about.
  const client = spawn('docker', ['events', '--since', '1m', ...kinds, '--format', '{{json .}}'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const events: EngineEvent[] = []
  createInterface({ input: client.stdout }).on('line', (line) => events.push(JSON.parse(line) as EngineEvent))
  return {
    events,
    async [Symbol.asyncDispose]() {
      const ended = once(client, 'exit')
      client.kill()
      await ended
    },
  }
}

/** `create container sync`, `destroy volume disk`, `disconnect network sync`: of one arm, in order. */
export function storyOf(events: readonly EngineEvent[], prefix: string): readonly string[] {
  const partOf = (name: string) => new RegExp(`^${prefix}-([a-z]+)-\\w{4}$`).exec(name)?.[1]
  const containers = events.filter(({ Type }) => Type === 'container').map(({ Actor }) => Actor)
  const names = new Map(containers.map(({ ID, Attributes }) => [ID, Attributes['name'] ?? '']))
  return events.flatMap(({ Type, Action, Actor: { ID, Attributes } }) => {
    const name = { container: Attributes['name'], volume: ID, network: names.get(Attributes['container'] ?? '') }[Type]
    const part = partOf(name ?? '')
    const isTold = ['create', 'kill', 'destroy', 'connect', 'disconnect'].includes(Action)
    // The reaper's proof of life is none of the site's.
    return part !== undefined && part !== 'proof' && isTold ? [`${Action} ${Type} ${part}`] : []
  })
}
