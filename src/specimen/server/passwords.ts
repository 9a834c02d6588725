/** Passwords are kept as scrypt hashes; its cost is low, because this service is for rehearsals. */

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { Account } from './store/store.ts'

const COST = 1_024
const HASH_BYTES = 32

export async function hashPassword(user: string, password: string): Promise<Account> {
  const salt = randomBytes(16)
  return { user, salt: salt.toString('hex'), hash: (await derive(password, salt)).toString('hex') }
}

export async function isPasswordOf({ salt, hash }: Account, password: string): Promise<boolean> {
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'hex')), Buffer.from(hash, 'hex'))
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, { N: COST }, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
