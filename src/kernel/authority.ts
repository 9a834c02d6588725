/** A host and a port as URLs have them: `127.0.0.1:80`, `[::1]:80`. */

interface Place {
  readonly host: string
  readonly port: number
}

/** The name in the certificates of a run's own authority, whatever the address is. */
export const CERTIFIED_NAME = 'localhost'

export const authorityOf = ({ host, port }: Place): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
