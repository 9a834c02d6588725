/** Accounts, the devices that sign in to them, and who a request comes from. */

import { randomBytes } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { hashPassword, isPasswordOf } from '../passwords.ts'
import { Problem } from '../problem.ts'
import { digestOf, isSecret, type Service } from '../service.ts'
import { json, jsonBody, newRouter, refusals, type Env, type Router } from './router.ts'

const text = z.string().min(1).max(200)

const createAccount = createRoute({
  method: 'post',
  path: '/v1/accounts',
  summary: 'Open an account',
  request: { body: jsonBody(z.object({ user: text, password: text })) },
  responses: { 201: json('Opened', z.object({ user: z.string() })), ...refusals({ 409: 'The user exists' }) },
})

const createDevice = createRoute({
  method: 'post',
  path: '/v1/devices',
  summary: 'Sign a device in',
  request: { body: jsonBody(z.object({ user: text, password: text, device: text })) },
  responses: {
    201: json('Signed in', z.object({ token: z.string() })),
    ...refusals({ 401: 'Unknown user or wrong password' }),
  },
})

export function accountRoutes({ store }: Service): Router {
  const router = newRouter()
  router.openapi(createAccount, async (context) => {
    const { user, password } = context.req.valid('json')
    const account = await hashPassword(user, password)
    await store.transact(async ({ accounts }) => {
      if (await accounts.find(user)) throw new Problem(409, 'account', `account '${user}' exists`)
      await accounts.add(account)
    })
    return context.json({ user }, 201)
  })
  router.openapi(createDevice, async (context) => {
    const { user, password, device } = context.req.valid('json')
    const account = await store.read(({ accounts }) => accounts.find(user))
    if (!account || !(await isPasswordOf(account, password))) {
      throw new Problem(401, 'account', 'unknown user or wrong password')
    }
    const token = randomBytes(24).toString('base64url')
    await store.transact(({ accounts }) => accounts.addToken({ hash: digestOf(token), user, device }))
    return context.json({ token }, 201)
  })
  return router
}

/** Everything behind it has a caller. Tokens are kept as digests, so a copy of the store signs nobody in. */
export function bearer({ store, adminToken }: Service): MiddlewareHandler<Env> {
  return async (context, next) => {
    const [, token] = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '') ?? []
    const user = token && (await store.read(({ accounts }) => accounts.userOf(digestOf(token))))
    if (!user) throw new Problem(401, 'token', 'expected a valid bearer token', { 'www-authenticate': 'Bearer' })
    const pass = isSecret(context.req.header('x-restore-pass'), adminToken) ? 'shown' : 'none'
    context.set('caller', { user, pass })
    await next()
  }
}
