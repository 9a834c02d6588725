/** The small site of the runtime's contract, and how it is asked. */

import { Pool } from 'undici'
import { service, site, Topology, volume, type Run, type Service, type Volume } from '../../site/index.ts'
import type { Address } from '../runtime.ts'

/**
 * A front that asks a back, a standby that nobody asks, two that are supervised, and one that is ready by a command;
 * `run` makes one of them with these flags.
 */
export function declared(run: (...flags: readonly string[]) => Run) {
  const data = volume()
  const spare = volume()
  const echo = (folder: Volume) =>
    service({
      versions: { '1': run() },
      start: '1',
      data: { '/data': folder },
      ready: { http: '/health' },
    })
  const back = echo(spare)
  const standby = echo(volume())
  const front = service({
    versions: {
      '1': run(),
      '2': run('--daemon'),
      stubborn: run('--stubborn'),
      broken: run('--fail'),
    },
    start: '1',
    data: { '/data': data },
    calls: { back },
    env: ({ back: peer }) => ({ PEER: peer }),
    ready: { http: '/health' },
  })
  const common = { versions: { '1': run() }, start: '1', data: { '/data': data }, ready: { http: '/health' } } as const
  const more = { loud: run('--loud'), slow: run('--slow'), broken: run('--fail') }
  const watched = service({ ...common, versions: { ...common.versions, ...more }, restart: 'on failure' })
  const always = service({ ...common, restart: 'always' })
  const ready = [{ http: '/health' }, { command: ['./is-ready.sh', '/data/stay-away'] }] as const
  const asked = service({ ...common, ready, within: '3s' })
  const services = { front, back, standby, watched, always, asked }
  const topology = new Topology(site({ services, volumes: { data, spare }, clients: {} }))
  return { data, spare, ...services, topology, nameOf: (one: Service) => topology.nameOf(one) }
}

/** Somebody who stands still is no answer: `atMostMs` is for whoever expects none. */
export async function ask(
  { host, port }: Address,
  path = '/',
  atMostMs = 30_000,
): Promise<{ readonly count: number; readonly url?: string }> {
  const pool = new Pool(`http://${host}:${port}`, { headersTimeout: atMostMs, connect: { timeout: atMostMs } })
  try {
    const { body } = await pool.request({ method: 'GET', path })
    return (await body.json()) as { readonly count: number }
  } finally {
    await pool.destroy()
  }
}
