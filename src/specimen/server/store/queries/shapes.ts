/** From columns to values. A column of another kind than was written is damage, and said so. */

import { CLASSES, type RecordClass } from '../../classes.ts'
import { StoreUnreadable, type Account, type KeptAnswer, type Row, type Version } from '../store.ts'
import type { Columns } from './tables.ts'

export function text(columns: Columns, name: string): string {
  const value = columns[name]
  if (typeof value === 'string') return value
  throw new StoreUnreadable(`column ${name}: expected text, found ${typeof value}`)
}

export function number(columns: Columns, name: string): number {
  const value = columns[name]
  if (typeof value === 'number') return value
  throw new StoreUnreadable(`column ${name}: expected a number, found ${typeof value}`)
}

export function recordClass(columns: Columns): RecordClass {
  const value = columns['class']
  const known = CLASSES.find((each) => each === value)
  if (known === undefined) throw new StoreUnreadable(`column class: expected a class, found '${String(value)}'`)
  return known
}

function keyOf(columns: Columns) {
  return {
    user: text(columns, 'user'),
    class: recordClass(columns),
    id: text(columns, 'id'),
    etag: text(columns, 'etag'),
  }
}

export function row(columns: Columns): Row {
  const body = columns['body'] === null ? undefined : text(columns, 'body')
  return { ...keyOf(columns), body, seq: number(columns, 'seq') }
}

export function version(columns: Columns): Version {
  return { ...keyOf(columns), body: text(columns, 'body') }
}

export function account(columns: Columns): Account {
  return { user: text(columns, 'user'), salt: text(columns, 'salt'), hash: text(columns, 'hash') }
}

export function keptAnswer(columns: Columns): KeptAnswer {
  return {
    user: text(columns, 'user'),
    key: text(columns, 'key'),
    class: recordClass(columns),
    fingerprint: text(columns, 'fingerprint'),
    answer: text(columns, 'answer'),
  }
}
