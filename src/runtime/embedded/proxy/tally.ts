/** What went through a proxy towards one upstream: counted as it happens, and printed as Prometheus text. */

import type { Direction } from './toxics/toxic.ts'

export class Tally {
  readonly received: Record<Direction, number> = { upstream: 0, downstream: 0 }
  readonly sent: Record<Direction, number> = { upstream: 0, downstream: 0 }
  /** Connections taken by the proxy; those that the kernel refuses while it is disabled are never seen. */
  accepted = 0
  /** Accepted, and closed because the upstream could not be reached. */
  refused = 0
  /** Reset by a toxic. */
  reset = 0
  /** Closed by a toxic, or because the proxy was disabled, moved, repointed or deleted. */
  cut = 0
  open = 0
}

export interface TallyRow {
  readonly proxy: string
  readonly listener: string
  readonly upstream: string
  readonly tally: Tally
}

const DIRECTIONS: readonly Direction[] = ['upstream', 'downstream']

const BYTES = [
  ['toxiproxy_proxy_received_bytes_total', 'received', 'Bytes read, by the direction in which they go.'],
  ['toxiproxy_proxy_sent_bytes_total', 'sent', 'Bytes handed on, by the direction in which they go.'],
] as const

const CONNECTIONS = [
  ['syncdrill_proxy_connections_accepted_total', 'accepted', 'counter', 'Connections that the proxy took.'],
  ['syncdrill_proxy_connections_refused_total', 'refused', 'counter', 'Taken, but the upstream was not reached.'],
  ['syncdrill_proxy_connections_reset_total', 'reset', 'counter', 'Reset by a toxic.'],
  ['syncdrill_proxy_connections_cut_total', 'cut', 'counter', 'Closed by a toxic, or by a change of the proxy.'],
  ['syncdrill_proxy_connections_open', 'open', 'gauge', 'Open now, dialling included.'],
] as const

export function metricsText(rows: readonly TallyRow[]): string {
  const bytes = BYTES.flatMap(([name, count, help]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...rows.flatMap((row) =>
      DIRECTIONS.map((direction) => `${name}{direction="${direction}",${labels(row)}} ${row.tally[count][direction]}`),
    ),
  ])
  const connections = CONNECTIONS.flatMap(([name, count, type, help]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...rows.map((row) => `${name}{${labels(row)}} ${row.tally[count]}`),
  ])
  return [...bytes, ...connections, ''].join('\n')
}

const labels = ({ proxy, listener, upstream }: TallyRow): string =>
  `listener="${escaped(listener)}",proxy="${escaped(proxy)}",upstream="${escaped(upstream)}"`

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
