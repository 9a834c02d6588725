/** How a device talks to a service: the one adapter that a user writes. */

import * as z from 'zod'
import { aFunction, aText, declared, members, named } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import { COLLECTIONS, type Policies, type CollectionName } from '../records/index.ts'
import type { Client, Remote } from '../site/index.ts'
import type { LinkAccess, LinkAddress, Send } from './link/access.ts'

/** What became of a change. Only what the service itself has said is `acked` or `rejected`. */
export type Outcome = Verdict & {
  /** Of the answer, where there was one and the protocol has such numbers: 423. */
  readonly status?: number
}

type Verdict =
  /** With a `tag`, the service now shows exactly what was sent. Without, it may show something merged, or a winner. */
  | { readonly is: 'acked'; readonly tag?: string; readonly id?: string }
  /** The service says: not applied. */
  | { readonly is: 'rejected'; readonly why: string }
  /** Anything unclear: it may exist, now or later. */
  | { readonly is: 'indeterminate'; readonly why: string }

/** What a device wants to be stored: a new record, a change of one, or its deletion. */
export interface Change {
  readonly collection: CollectionName
  /** As the service knows it; for a new record the harness's own suggestion, which a service may ignore. */
  readonly id: string
  /**
   * `new`: the service may mint an id. `change`: of what the device shows. `offer`: exactly this, under this id,
   * whether or not the service knows it (edge restore).
   */
  readonly as: 'new' | 'change' | 'offer'
  /** Undefined deletes. Carries record and version; store it unchanged. */
  readonly body: string | undefined
  /** Bytes of the photo that `body` names. */
  readonly blob?: Uint8Array | undefined
  /** Tag of the version that the person was looking at. */
  readonly basedOn: string | undefined
  /** Idempotency key: the same for every retry of this change. */
  readonly key: string
}

/** A row without a body says that the record was deleted. A device's store is keyed by `id`. */
export interface Row {
  readonly id: string
  readonly collection: CollectionName
  readonly body?: string
  readonly blob?: Uint8Array
  readonly tag?: string
}

/** What a service shows of an account: all rows, or those that changed since a cursor. */
export interface View {
  readonly kind: 'full' | 'delta'
  readonly rows: readonly Row[]
  readonly cursor?: string
  /** Collections that the service keeps closed: their absence from the rows says nothing. */
  readonly unread?: readonly CollectionName[]
}

/**
 * What an adapter throws is read so. `NoAnswer` and `Unreadable` say what they say; any other error is taken for the
 * network's: a change is indeterminate, a view could not be read. But a TypeError (without a cause), ReferenceError,
 * RangeError, SyntaxError or AssertionError, and an answer of another shape than these types, is a mistake in the
 * adapter: the run ends with exit code 2 and names the client, the method and the line.
 */
export interface Session {
  push(change: Change): Promise<Outcome>
  /** A view that could not be read throws; it is never an empty view. */
  pull(cursor?: string): Promise<View>
  /** Says goodbye, and lets go of what the session holds. Afterwards nothing of it is used. */
  close?(): Promise<unknown>
}

/** Whose device it is; the name and the password are made up, and different for each account. */
export interface Account {
  readonly user: string
  readonly password: Secret
}

/** A credential; prints as `***`. */
export interface Secret {
  readonly is: 'secret'
  /** The only way to the value. */
  reveal(): string
}

/** The service itself, past the devices' link, for whoever makes accounts. */
export interface Administration {
  /** HTTP. Throws `NoAnswer` when there is no answer. */
  readonly send: Send
  /** Where a client library connects to. */
  readonly address: LinkAddress
  /** Of a service that speaks TLS: the authority that vouches for it, in PEM. */
  readonly authority: string | undefined
  /**
   * Runs a command inside the service: argv, never a shell. It must end with 0 within a minute; what it prints is the
   * answer. Paths of volumes are the service's own.
   */
  readonly run: (argv: readonly string[]) => Promise<string>
}

/** The service's own door, where it has one: closes and opens collections to devices. */
export interface Door {
  close(collections: readonly CollectionName[]): Promise<void>
  open(collections: readonly CollectionName[]): Promise<void>
  /** Headers with which edge restore passes while it is closed. */
  readonly pass: { readonly [name: string]: string }
}

/** What `client` makes an adapter of. */
export interface ClientDefinition<C extends CollectionName> {
  readonly carries: readonly C[]
  /** Conflict policies of this service, where they differ from the defaults. */
  readonly policies?: Partial<Policies>
  /**
   * A session for one account on one device, on `link` and nothing else. Opened at the first use, and again after its
   * connection was ended or its device was switched off; a `push` or `pull` that is under way then has no answer.
   */
  readonly connect: (link: LinkAccess, account: Account) => Promise<Session>
  /**
   * Makes accounts that the drill has made up, once: before anybody signs in, and again in each clean room where a copy
   * is read. It has to take accounts that are there already. What it throws ends the run.
   */
  readonly accounts?: (admin: Administration, accounts: readonly Account[]) => Promise<unknown>
  /** `admin` reaches the service itself, past the devices' link. Without a door, the link is the door. */
  readonly door?: (admin: Send) => Door
}

/** A `Client` of the site, with what makes it one. */
export interface Adapter<C extends CollectionName = CollectionName> extends Client<C> {
  readonly definition: ClientDefinition<C>
}

const shape = members('{ carries, connect, ... }', {
  carries: z.array(aText, { error: 'a list of record collections' }),
  policies: named('policies by record collection', aText).exactOptional(),
  connect: aFunction,
  accounts: aFunction.exactOptional(),
  door: aFunction.exactOptional(),
})

/**
 * @example
 * client({
 *   carries: ['notes'],
 *   connect: async ({ send }, { user }) => ({
 *     push: async ({ id, body }) => {
 *       const answer = await send('PUT', `/${user}/${id}`, { body })
 *       return outcomeOf(answer, { acked: [200], rejected: [409] })
 *     },
 *     pull: async () => ({ kind: 'full', rows: rowsIn(jsonOf(await send('GET', `/${user}`))) }),
 *   }),
 * })
 */
export function client<const C extends CollectionName>(
  definition: ClientDefinition<C>,
): (service: Remote) => Adapter<C> {
  declared('client', definition, shape)
  const unknown = definition.carries.find((carried) => !COLLECTIONS.includes(carried))
  if (unknown !== undefined || definition.carries.length === 0) {
    throw new Failure(
      'usage',
      `client: carries: expected some of ${COLLECTIONS.join(', ')}, got '${unknown ?? 'none'}'`,
    )
  }
  return (service) => ({ is: 'client', carries: definition.carries, service, link: service.link, definition })
}

export function isAdapter(candidate: Client): candidate is Adapter {
  return 'definition' in candidate
}
