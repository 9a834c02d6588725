/**
 * The port between the service and where it keeps its rows. Everything happens in transactions; a store that cannot be
 * read throws `StoreUnreadable` and never answers with fewer rows than there are.
 */

import type { RecordClass } from '../classes.ts'

/** A record as stored. Without a body it is a tombstone: the record was deleted, and devices have to be told. */
export interface Row {
  readonly user: string
  readonly class: RecordClass
  readonly id: string
  readonly etag: string
  readonly body: string | undefined
  /** Place in the one order of commits. A changed record moves to the end of it. */
  readonly seq: number
}

export type NewRow = Omit<Row, 'seq'>

/** An earlier body of a record, which merging needs. */
export type Version = Pick<Row, 'user' | 'class' | 'id' | 'etag'> & { readonly body: string }

/** What a request was answered, kept under its idempotency key. */
export interface KeptAnswer {
  readonly user: string
  readonly key: string
  readonly class: RecordClass
  readonly fingerprint: string
  /** JSON. */
  readonly answer: string
}

export interface Account {
  readonly user: string
  readonly salt: string
  readonly hash: string
}

export interface Accounts {
  find(user: string): Promise<Account | undefined>
  add(account: Account): Promise<void>
  all(): Promise<readonly Account[]>
  addToken(token: { readonly hash: string; readonly user: string; readonly device: string }): Promise<void>
  userOf(tokenHash: string): Promise<string | undefined>
}

/** Rows of these classes that come after `after`, one number for each, up to `upTo` and in order of commit. */
export interface Span {
  readonly user: string
  readonly after: ReadonlyMap<RecordClass, number>
  readonly upTo: number
  readonly limit: number
  readonly tombstones: 'with' | 'without'
}

export interface Records {
  find(key: Pick<Row, 'user' | 'class' | 'id'>): Promise<Row | undefined>
  put(row: NewRow): Promise<void>
  /** The body that the record had under this etag; undefined when it is too old to be known. */
  bodyAt(version: Omit<Version, 'body'>): Promise<string | undefined>
  keepVersion(version: Version): Promise<void>
  span(span: Span): Promise<readonly Row[]>
  liveCounts(): Promise<Readonly<Record<RecordClass, number>>>
}

export interface KeptAnswers {
  find(user: string, key: string): Promise<KeptAnswer | undefined>
  keep(answer: KeptAnswer): Promise<void>
}

/** Some classes of some accounts; without users, of all. */
export interface Part {
  readonly classes: readonly RecordClass[]
  readonly users?: readonly string[] | undefined
}

/** All that is stored of a part, in one order. It is held in memory: this service is for thousands of rows. */
export interface PartContent {
  readonly rows: readonly NewRow[]
  readonly versions: readonly Version[]
  readonly answers: readonly KeptAnswer[]
}

export interface Parts {
  read(part: Part): Promise<PartContent>
  replace(part: Part, content: PartContent): Promise<void>
}

export interface State {
  /** Changes when numbers of the order of commits may mean other rows than before. */
  epoch(): Promise<string>
  renewEpoch(): Promise<string>
  sequence(): Promise<number>
  closed(): Promise<readonly RecordClass[]>
  close(classes: readonly RecordClass[]): Promise<void>
}

export interface Transaction {
  readonly accounts: Accounts
  readonly records: Records
  readonly answers: KeptAnswers
  readonly parts: Parts
  readonly state: State
}

export interface Store {
  /** Carries out `work` whole or not at all. What it returned is durable when the promise is fulfilled. */
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>
  /** As `transact`, for work that changes nothing: all of one moment, and without waiting for others to commit. */
  read<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>
  /** Reads from the disk, not from memory. */
  probe(): Promise<void>
  close(): Promise<void>
}

export class StoreUnreadable extends Error {
  override readonly name = 'StoreUnreadable'
}
