/** The small site of the runtime's contract, and how it is asked. */

import { Pool } from 'undici'
import { service, site, Topology, volume, type Run, type Volume } from '../../site/index.ts'
import type { Address } from '../runtime.ts'

/** A front that asks a back, and a standby that nobody asks; `run` makes one of them with these flags. */
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
  return {
    data,
    spare,
    front,
    back,
    standby,
    topology: new Topology(site({ services: { front, back, standby }, volumes: { data, spare }, clients: {} })),
  }
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
