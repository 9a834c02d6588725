/** What the specimen's administrator may ask of it: copies on one shelf taken, listed, verified and restored. */

import { z } from 'zod'
import { JOB_MS } from '../backups/index.ts'
import type { CopyClaim, CopyDamage, JobMistake, RestoreOutcome, RestoreScope } from '../backups/index.ts'
import { Wire, type Answer, type Send } from '../clients/index.ts'
import { Failure } from '../kernel/index.ts'
import { PRESET } from '../records/index.ts'
import type { RunningSite } from '../runtime/index.ts'
import type { Service } from '../site/index.ts'
import { adminToken } from './client.ts'

const Claim = z.object({
  copy: z.string(),
  taken: z.string(),
  bytes: z.number(),
  classes: z.record(z.string(), z.number()),
})
const Claims = z.object({ copies: z.array(Claim) })
const Verification = z.object({ sound: z.boolean(), because: z.string() })
const Restored = z.object({ rows: z.number() })
const Damage = z.enum(['empty', 'inconsistent', 'unusable'])
const Problem = z.object({
  because: z.string().optional(),
  detail: z.string().optional(),
  damage: Damage.optional(),
})

/** A copy that is not there, or damaged: a refusal, as opposed to an answer that says nothing. */
const REFUSED = [404, 409]

export class Administration {
  readonly #send: Send
  readonly #shelf: string

  /** `shelf` as the service was told it when it started; none where it has none of its own. */
  constructor(send: Send, shelf = '') {
    this.#send = send
    this.#shelf = shelf
  }

  async take(keep: number | undefined, mistake: JobMistake = {}): Promise<CopyClaim> {
    const asked = { to: this.#shelf, ...(keep !== undefined && { keep }), ...mistake }
    return claimOf(parsed(await this.#answer('POST', '/admin/backups', asked), Claim))
  }

  /** Oldest first. */
  async list(): Promise<readonly CopyClaim[]> {
    const answer = await this.#answer('GET', `/admin/backups?to=${encodeURIComponent(this.#shelf)}`)
    return parsed(answer, Claims).copies.map(claimOf)
  }

  async verify(copy: string): Promise<{ readonly sound: boolean; readonly because: string }> {
    const path = `/admin/backups/${encodeURIComponent(copy)}/verify`
    return parsed(await this.#answer('POST', path, { to: this.#shelf }), Verification)
  }

  restore(copy: string, scope: RestoreScope): Promise<RestoreOutcome> {
    return this.restoreFrom({ to: this.#shelf, copy }, scope)
  }

  /** From a copy on a shelf, or from another database of the same server. */
  async restoreFrom(source: object, { collections, accounts }: RestoreScope): Promise<RestoreOutcome> {
    const scope = { ...(collections && { classes: collections }), ...(accounts && { users: accounts }) }
    const answer = await this.#answer('POST', '/admin/restore', { ...source, ...scope })
    if (REFUSED.includes(answer.status)) return { is: 'refused', because: reasonIn(answer), ...damageIn(answer) }
    return { is: 'restored', rows: parsed(answer, Restored).rows }
  }

  #answer(method: string, path: string, body?: object): Promise<Answer> {
    const headers = { 'x-admin-token': adminToken(), ...(body && { 'content-type': 'application/json' }) }
    return this.#send(method, path, { headers, ...(body && { body: JSON.stringify(body) }) })
  }
}

/** Past every link: whoever administers a service sits beside it. */
export async function administering<T>(
  site: RunningSite,
  service: Service,
  ask: (admin: Administration) => Promise<T>,
  shelf?: string,
): Promise<T> {
  await using wire = new Wire(() => site.direct(service), { answerMs: JOB_MS })
  return await ask(new Administration(wire.send, shelf))
}

function claimOf({ copy, taken, bytes, classes }: z.infer<typeof Claim>): CopyClaim {
  return {
    copy,
    taken,
    bytes,
    claims: Object.fromEntries(Object.entries(classes).filter(([name]) => PRESET.has(name))),
  }
}

/** The service answers for itself: what it says otherwise is a reason to note, never a guess. */
function parsed<T>(answer: Answer, shape: z.ZodType<T>): T {
  if (answer.status !== 200 && answer.status !== 201) {
    throw new Failure('environment', `the specimen refused with ${answer.status}: ${reasonIn(answer)}`)
  }
  const read = shape.safeParse(jsonIn(answer.text))
  if (read.success) return read.data
  throw new Failure('environment', `the specimen answered in another shape: ${answer.text.slice(0, 200)}`)
}

function reasonIn({ status, text }: Answer): string {
  const read = Problem.safeParse(jsonIn(text))
  return read.data?.because ?? read.data?.detail ?? `${status} ${text.slice(0, 200)}`
}

function damageIn({ text }: Answer): { readonly damage?: CopyDamage } {
  const damage = Problem.safeParse(jsonIn(text)).data?.damage
  return damage ? { damage } : {}
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
