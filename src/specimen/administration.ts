/** What the specimen's administrator may ask of it: copies taken, listed, verified and restored. */

import { z } from 'zod'
import { adminToken, type Answer, type Send } from '../clients/index.ts'
import type { CopyClaim, RestoreOutcome, RestoreScope } from '../backups/index.ts'
import { Failure } from '../kernel/index.ts'
import { isRecordClass } from '../records/index.ts'

const Claim = z.object({
  backup: z.string(),
  taken: z.string(),
  bytes: z.number(),
  counts: z.record(z.string(), z.number()),
})
const Claims = z.object({ backups: z.array(Claim) })
const Verification = z.object({ sound: z.boolean(), because: z.string() })
const Restored = z.object({ rows: z.number() })

/** A refusal, as opposed to an answer that says nothing. */
const REFUSED = [404, 409, 422]

export class Administration {
  readonly #send: Send

  constructor(send: Send) {
    this.#send = send
  }

  async take(keep: number | undefined): Promise<CopyClaim> {
    return claimOf(await this.#ask('POST', '/admin/backups', Claim, { ...(keep !== undefined && { keep }) }))
  }

  /** Oldest first. */
  async list(): Promise<readonly CopyClaim[]> {
    const { backups } = await this.#ask('GET', '/admin/backups', Claims)
    return backups.map(claimOf).toSorted((a, b) => (a.taken < b.taken ? -1 : 1))
  }

  verify(copy: string): Promise<{ readonly sound: boolean; readonly because: string }> {
    return this.#ask('POST', `/admin/backups/${encodeURIComponent(copy)}/verify`, Verification, {})
  }

  async restore(copy: string, { classes, accounts }: RestoreScope): Promise<RestoreOutcome> {
    const scope = { ...(classes && { classes }), ...(accounts && { accounts }) }
    const answer = await this.#answer('POST', `/admin/backups/${encodeURIComponent(copy)}/restore`, scope)
    if (REFUSED.includes(answer.status)) return { is: 'refused', because: reasonIn(answer) }
    return { is: 'restored', rows: parsed(answer, Restored).rows }
  }

  async #ask<T>(method: string, path: string, shape: z.ZodType<T>, body?: object): Promise<T> {
    return parsed(await this.#answer(method, path, body), shape)
  }

  #answer(method: string, path: string, body?: object): Promise<Answer> {
    const headers = { 'x-admin-token': adminToken(), ...(body && { 'content-type': 'application/json' }) }
    return this.#send(method, path, { headers, ...(body && { body: JSON.stringify(body) }) })
  }
}

function claimOf({ backup, taken, bytes, counts }: z.infer<typeof Claim>): CopyClaim {
  const claims = Object.fromEntries(Object.entries(counts).filter(([name]) => isRecordClass(name)))
  return { copy: backup, taken, bytes, claims }
}

/** The service answers for itself: what it says otherwise is a reason to note, never a guess. */
function parsed<T>(answer: Answer, shape: z.ZodType<T>): T {
  if (answer.status !== 200 && answer.status !== 201) throw new Failure('environment', reasonIn(answer))
  const body: unknown = JSON.parse(answer.text)
  const read = shape.safeParse(body)
  if (read.success) return read.data
  throw new Failure('environment', `the specimen answered in another shape: ${answer.text.slice(0, 200)}`)
}

function reasonIn({ status, text }: Answer): string {
  const message = /"(?:error|because|message)":\s*"([^"]*)"/.exec(text)?.[1]
  return `${status}: ${message ?? text.slice(0, 200)}`
}
