/** Mosquitto, an MQTT broker that keeps in memory what is retained, and now and then in a file: 2.0 of Debian. */

import { fileURLToPath } from 'node:url'
import { service, site, volume } from 'syncdrill'
import { isHere } from './program.ts'
import { retainedNotes } from './retained-notes.ts'

const FOLDER = new URL('./mosquitto/', import.meta.url)
const DATA = '/var/lib/mosquitto'

/** When it writes its file: every half an hour and when it is asked to end, or after each change too. */
const SAVES = {
  'as it ships': [],
  'on every change': ['autosave_on_changes true', 'autosave_interval 1'],
} as const

const TLS = '/tls'

interface Options {
  readonly saves: keyof typeof SAVES
  readonly over?: 'TCP' | 'TLS'
}

export function mosquitto({ saves, over = 'TCP' }: Options) {
  const broker = service({
    versions: {
      '2.0': {
        image: 'syncdrill/mosquitto:2.0',
        build: { context: FOLDER, args: { RELEASE: 'bookworm' } },
        ...(isHere('mosquitto') && { command: [fileURLToPath(new URL('serve', FOLDER)), DATA] }),
        args: [
          ...SAVES[saves],
          ...(over === 'TLS' ? [`certfile ${TLS}/certificate.pem`, `keyfile ${TLS}/key.pem`] : []),
        ],
      },
    },
    start: '2.0',
    data: { [DATA]: volume() },
    ...(over === 'TLS' && { tls: TLS }),
    ready: { logs: /mosquitto version \S+ running/ },
  })
  return site({ services: { broker }, clients: { notes: retainedNotes(broker) } })
}
