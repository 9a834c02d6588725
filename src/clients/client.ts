/** How a device talks to a service: the one adapter that a user writes. */

import * as z from 'zod'
import { aFunction, aText, being, declared, members, named } from '../kernel/declared.ts'
import { Failure } from '../kernel/index.ts'
import {
  POLICIES,
  PRESET,
  PRESET_NAMES,
  type Collection,
  type CollectionName,
  type Fields,
  type Policies,
  type PresetName,
} from '../records/index.ts'
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
  /**
   * The same, field by field, for a service with columns of its own; undefined deletes. Identity and version are where
   * the collection says: at the end of a text, or in the fields `record` and `version`. Store either, not both.
   */
  readonly fields?: Fields | undefined
  /** Bytes of the photo that `body` names. */
  readonly blob?: Uint8Array | undefined
  /** Tag of the version that the person was looking at. */
  readonly basedOn: string | undefined
  /** Idempotency key: the same for every retry of this change. */
  readonly key: string
}

/**
 * A row with neither body nor fields says that the record was deleted. A device's store is keyed by `id`. Fields have
 * the types that they were pushed with; what a service adds by itself is left out.
 */
export interface Row {
  readonly id: string
  readonly collection: CollectionName
  readonly body?: string
  readonly fields?: Fields
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
export interface ClientDefinition {
  /** Collections of your own, and those of the preset, which may be named: `['notes', bookmarks]`. */
  readonly carries: readonly (PresetName | Collection)[]
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
export interface Adapter extends Client {
  readonly definition: ClientDefinition
  /** What it carries, each with the policy that this service has for it. */
  readonly collections: readonly Collection[]
}

const aCollection = being<PresetName | Collection>(
  `a collection, or one of the preset by its name: ${PRESET_NAMES.join(', ')}`,
  (value) =>
    typeof value === 'string' ? PRESET.has(value) : (value as Partial<Collection> | null)?.is === 'collection',
)

const shape = members('{ carries, connect, ... }', {
  carries: z.array(aCollection, { error: 'a list of collections' }),
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
export function client(definition: ClientDefinition): (service: Remote) => Adapter {
  declared('client', definition, shape)
  const { carries: carried, policies = {} } = definition
  const collections = carried.map((one) => withPolicy(typeof one === 'string' ? ofPreset(one) : one, policies))
  const carries = collections.map(({ name }) => name)
  const twice = carries.find((name, place) => carries.indexOf(name) !== place)
  if (carries.length === 0 || twice !== undefined) {
    const got = twice === undefined ? 'none' : `${twice} twice`
    throw new Failure('usage', `client: carries: expected at least one collection, each once, got ${got}`)
  }
  const foreign = Object.keys(policies).find((name) => !carries.includes(name))
  if (foreign !== undefined) {
    const field = `client: policies: '${foreign}'`
    throw new Failure('usage', `${field}: expected a collection that it carries: ${carries.join(', ')}`)
  }
  return (service) => ({ is: 'client', carries, collections, service, link: service.link, definition })
}

function ofPreset(name: PresetName): Collection {
  const known = PRESET.get(name)
  if (!known) throw new Failure('bug', `no collection of the preset is called ${name}`)
  return known
}

function withPolicy(own: Collection, policies: Partial<Policies>): Collection {
  const policy = policies[own.name] ?? own.policy
  if (POLICIES.includes(policy)) return { ...own, policy }
  const expected = `expected one of ${POLICIES.join(', ')}, got '${policy as string}'`
  throw new Failure('usage', `client: policies: ${own.name}: ${expected}`)
}

export function isAdapter(candidate: Client): candidate is Adapter {
  return 'definition' in candidate
}
