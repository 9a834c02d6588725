/**
 * What a user's adapter throws and answers, told apart: what the service under test may cause, and mistakes in the
 * adapter itself, which end the run and name the line.
 */

import { Failure, reasonOf } from '../kernel/index.ts'
import { usersLineOf } from '../kernel/users-line.ts'
import { bodyOf, fieldsIn, isPlain, shaOf, type Collection } from '../records/index.ts'
import type { Change, ClientDefinition, Outcome, Row, Session, View } from './client.ts'
import { isMistake } from './mistake.ts'
import { NoAnswer, Unreadable } from './outcome.ts'

type Connect = ClientDefinition['connect']

interface Guarded {
  readonly connect: Connect
  readonly collections: readonly Collection[]
}

/** `name` is the client's in the site. */
export function guarded(name: string, { connect, collections }: Guarded): Connect {
  const byName = new Map(collections.map((one) => [one.name, one]))
  const own = (method: string) => `client '${name}': ${method}`
  return async (link, account): Promise<Session> => {
    const session = await called(own('connect'), NoAnswer, async () => connect(link, account))
    for (const method of ['push', 'pull'] as const) {
      const is = typeof session?.[method]
      if (is !== 'function') throw mistake(own('connect'), 'a session with push and pull', `${method}: ${is}`)
    }
    return {
      push: (change) =>
        called(own('push'), NoAnswer, async () =>
          outcomeIn(own('push'), await session.push(withFields(change, byName))),
        ),
      pull: (cursor) =>
        called(own('pull'), Unreadable, async () => viewIn(own('pull'), await session.pull(cursor), byName)),
      ...(session.close && { close: () => called(own('close'), NoAnswer, async () => session.close?.()) }),
    }
  }
}

type MakeAccounts = NonNullable<ClientDefinition['accounts']>

/** Whatever it throws, there are no accounts: a service that does not answer is told apart from a mistake. */
export function guardedAccounts(name: string, makeAccounts: MakeAccounts): MakeAccounts {
  return async (admin, accounts) => {
    try {
      await makeAccounts(admin, accounts)
    } catch (thrown) {
      const isUnanswered = thrown instanceof NoAnswer || thrown instanceof Unreadable
      const kind = thrown instanceof Failure ? thrown.class : isUnanswered ? 'environment' : 'usage'
      const threw =
        kind === 'usage' && thrown instanceof Error && !(thrown instanceof Failure) ? thrown.name : undefined
      const what = threw === undefined ? reasonOf(thrown) : `threw ${threw}: ${reasonOf(thrown)}`
      throw new Failure(kind, `client '${name}': accounts: ${what}${usersLineOf(thrown)}`, { cause: thrown })
    }
  }
}

/** An ordinary error says that nobody knows: of a change, whether it was carried out; of a view, what is there. */
async function called<T>(what: string, Otherwise: typeof NoAnswer | typeof Unreadable, act: () => Promise<T>) {
  try {
    return await act()
  } catch (thrown) {
    if (thrown instanceof NoAnswer || thrown instanceof Unreadable || thrown instanceof Failure) throw thrown
    if (!isMistake(thrown)) throw new Otherwise(reasonOf(thrown), { cause: thrown })
    const kind = thrown instanceof Error ? thrown.name : typeof thrown
    throw new Failure('usage', `${what}: threw ${kind}: ${reasonOf(thrown)}${usersLineOf(thrown)}`, { cause: thrown })
  }
}

function mistake(what: string, expected: string, got: string): Failure {
  return new Failure('usage', `${what}: expected ${expected}, got ${got}`)
}

const OUTCOMES = ['acked', 'rejected', 'indeterminate']

function outcomeIn(what: string, outcome: Outcome): Outcome {
  const is = (outcome as Partial<Outcome> | undefined)?.is
  if (is !== undefined && OUTCOMES.includes(is)) return outcome
  throw mistake(what, "an outcome: { is: 'acked' }, 'rejected' or 'indeterminate'", inWords(outcome))
}

type ByName = ReadonlyMap<string, Collection>

/** Made when they are asked for: most adapters send the body. */
function withFields(change: Change, byName: ByName): Change {
  const own = byName.get(change.collection)
  const { body } = change
  if (!own || body === undefined) return change
  return {
    ...change,
    get fields() {
      return fieldsIn(own, body)
    },
  }
}

function viewIn(what: string, view: View, byName: ByName): View {
  const { kind, rows } = (view as Partial<View> | undefined) ?? {}
  if ((kind !== 'full' && kind !== 'delta') || !Array.isArray(rows))
    throw mistake(what, "a view: { kind: 'full' or 'delta', rows: [...] }", inWords(view))
  return { ...view, rows: view.rows.map((row, place) => rowIn(`${what}: rows[${place}]`, row, byName)) }
}

/** With the body that its fields say, where it has fields. */
function rowIn(at: string, row: Row, byName: ByName): Row {
  const { id, collection: of, body, fields, blob } = (row as Partial<Row> | undefined) ?? {}
  if (typeof id !== 'string' || id === '') throw mistake(`${at}.id`, 'a text', inWords(id))
  const own = of === undefined ? undefined : byName.get(of)
  if (!own) throw mistake(`${at}.collection`, [...byName.keys()].join(', '), inWords(of))
  if (body !== undefined && typeof body !== 'string') throw mistake(`${at}.body`, 'a text', inWords(body))
  if (fields === undefined) return row
  if (body !== undefined) throw mistake(at, 'a body or fields', 'both')
  // Drivers return Dates, BigInts and Buffers: an adapter has to say what they stand for.
  const isSound = isPlain(fields) && !Array.isArray(fields) && Object(fields) === fields
  if (!isSound) throw mistake(`${at}.fields`, 'plain values by the names of fields', inWords(fields))
  const { fields: _, ...others } = row
  const named = blob && { sha256: shaOf(blob), bytes: blob.length, type: 'image/jpeg' }
  return { ...others, body: bodyOf(own, fields, named) }
}

/** Short, and without what the service may have put into it. */
function inWords(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`
  if (typeof value !== 'object' || value === null) return `${value as number | boolean | null}`
  if (Array.isArray(value)) return `a list of ${value.length}`
  return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'no members'}`
}
