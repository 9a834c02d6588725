/** Every record written or seen: its collection and account, and where its versions, showings and rows begin. */

import type { CollectionName } from '../records/index.ts'
import { sideBySide } from './columns.ts'
import { digestOf, LOOKED_AT } from './digest.ts'
import { Names } from './names.ts'

/** A record's number, from 1; 0 stands for a row that belongs to none. */
export class Records {
  readonly #names = new Names()
  readonly #collections: CollectionName[] = []
  readonly #its = sideBySide(['collection', 'account', 'first', 'last', 'showings', 'rows'], ['name'])
  readonly #digest = this.#its.name
  readonly #collection = this.#its.collection
  readonly #account = this.#its.account
  readonly first = this.#its.first
  readonly last = this.#its.last
  /** Of its runs of showings, the newest. */
  readonly showings = this.#its.showings
  /** Of its rows in views that are kept, the newest. */
  readonly rows = this.#its.rows

  get count(): number {
    return this.#names.count
  }

  of(name: string): number {
    const record = this.#names.of(name) + 1
    if (this.#digest.get(record) === 0) this.#digest.set(record, digestOf(name))
    return record
  }

  find(name: string | undefined): number {
    return name === undefined ? 0 : this.#names.find(name) + 1
  }

  /** By the digest of its name, where that looks at all of it: the text itself is far away. */
  isNamed(record: number, name: string): boolean {
    if (this.#digest.get(record) !== digestOf(name)) return false
    return name.length <= LOOKED_AT || this.name(record) === name
  }

  name(record: number): string {
    return this.#names.name(record - 1)
  }

  /** By its first edit; what is only ever seen has neither collection nor account. */
  begin(record: number, collection: CollectionName, account: number): void {
    if (this.#collection.get(record) !== 0) return
    let known = this.#collections.indexOf(collection)
    if (known < 0) known = this.#collections.push(collection) - 1
    this.#collection.set(record, known + 1)
    this.#account.set(record, account)
  }

  collection(record: number): CollectionName | undefined {
    return this.#collections[this.#collection.get(record) - 1]
  }

  /** Its account's number; -1 for a record that nobody wrote. */
  account(record: number): number {
    return this.#collection.get(record) === 0 ? -1 : this.#account.get(record)
  }
}
