/** What a refused request is told: `application/problem+json` (RFC 9457), with a short word as its type. */

export type ProblemType =
  | 'account'
  | 'admin'
  | 'backups'
  | 'blob'
  | 'body'
  | 'closed'
  | 'copy'
  | 'deleted'
  | 'key'
  | 'live'
  | 'precondition'
  | 'query'
  | 'stale'
  | 'store'
  | 'token'
  | 'too large'
  | 'unknown'

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly type: ProblemType
  readonly headers: Readonly<Record<string, string>>
  /** Members of the body besides type, status and detail. */
  readonly more: Readonly<Record<string, string>>

  constructor(
    status: number,
    type: ProblemType,
    detail: string,
    headers: Readonly<Record<string, string>> = {},
    more: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
    this.more = more
    this.status = status
    this.type = type
    this.headers = headers
  }
}

export function toResponse({ status, type, message, headers, more }: Problem): Response {
  const because = type === 'copy' ? { because: message } : {}
  return new Response(JSON.stringify({ type, status, detail: message, ...because, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
