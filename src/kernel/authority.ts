/** A host and a port as URLs have them: `127.0.0.1:80`, `[::1]:80`. */

interface Place {
  readonly host: string
  readonly port: number
}

export const authorityOf = ({ host, port }: Place): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
