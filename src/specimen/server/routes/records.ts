/** Records one by one: create, read, update, delete. */

import { createRoute, z } from '@hono/zod-openapi'
import { Problem } from '../problem.ts'
import type { Change } from '../records/change.ts'
import { carryOutOnce, type Outcome } from '../records/once.ts'
import { refuseClosed, type Service } from '../service.ts'
import { newRouter, plain, RecordClassSchema, refusals, respond, textOf, type Router } from './router.ts'

const inClass = z.object({ class: RecordClassSchema })
const oneRecord = inClass.extend({ id: z.string().min(1).max(200) })
const Key = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() })
/** No zod schema: its validator would parse the body, and this service keeps it byte for byte. */
const body = { content: { 'application/json': { schema: { type: 'object' as const } } } }

const create = createRoute({
  method: 'post',
  path: '/v1/records/{class}',
  summary: 'Create a record; the service names it',
  request: { params: inClass, headers: Key, body },
  responses: {
    201: plain('{id, etag}'),
    ...refusals({ 400: 'No JSON object', 409: 'Its blob is absent', 503: 'Closed' }),
  },
})

const put = createRoute({
  method: 'put',
  path: '/v1/records/{class}/{id}',
  summary: "Update a record; a stale If-Match is resolved by the class's policy. If-None-Match: * offers an old id",
  request: {
    params: oneRecord,
    headers: Key.extend({ 'if-match': z.string().optional(), 'if-none-match': z.literal('*').optional() }),
    body,
  },
  responses: {
    200: plain("{id, etag, resolution: 'applied' | 'merged' | 'kept both' | 'superseded'}"),
    201: plain('An offered record was created: {id, etag, resolution}'),
    ...refusals({
      404: 'Unknown',
      410: 'Deleted',
      412: 'An offered id is live',
      428: 'No precondition',
      503: 'Closed',
    }),
  },
})

const remove = createRoute({
  method: 'delete',
  path: '/v1/records/{class}/{id}',
  summary: 'Delete a record; with x-accept-tombstone, an unknown one too',
  request: {
    params: oneRecord,
    headers: Key.extend({ 'if-match': z.string().optional(), 'x-accept-tombstone': z.literal('1').optional() }),
  },
  responses: {
    204: plain('Deleted'),
    ...refusals({ 404: 'Unknown', 410: 'Deleted already', 412: 'Stale', 428: 'No precondition', 503: 'Closed' }),
  },
})

const get = createRoute({
  method: 'get',
  path: '/v1/records/{class}/{id}',
  summary: 'Read a record',
  request: { params: oneRecord },
  responses: { 200: plain('The body as it was sent'), ...refusals({ 404: 'Unknown', 410: 'Deleted', 503: 'Closed' }) },
})

export function recordRoutes(service: Service): Router {
  const router = newRouter()
  router.openapi(create, async (context) => {
    const { class: its } = context.req.valid('param')
    const { 'idempotency-key': key } = context.req.valid('header')
    const change: Change = { method: 'POST', class: its, body: await textOf(context) }
    return answerOf(await carryOutOnce(service, context.var.caller, change, key))
  })
  router.openapi(put, async (context) => {
    const { class: its, id } = context.req.valid('param')
    const { 'idempotency-key': key, 'if-match': ifMatch, 'if-none-match': none } = context.req.valid('header')
    const offer = none === '*' ? true : undefined
    const change: Change = { method: 'PUT', class: its, id, ifMatch, offer, body: await textOf(context) }
    return answerOf(await carryOutOnce(service, context.var.caller, change, key))
  })
  router.openapi(remove, async (context) => {
    const { class: its, id } = context.req.valid('param')
    const { 'idempotency-key': key, 'if-match': ifMatch, 'x-accept-tombstone': accepts } = context.req.valid('header')
    const acceptTombstone = accepts === '1' ? true : undefined
    const change: Change = { method: 'DELETE', class: its, id, ifMatch, acceptTombstone }
    return answerOf(await carryOutOnce(service, context.var.caller, change, key))
  })
  router.openapi(get, async (context) => {
    const { class: its, id } = context.req.valid('param')
    const { caller } = context.var
    const row = await service.store.read(async (transaction) => {
      await refuseClosed(transaction, caller, its)
      return await transaction.records.find({ user: caller.user, class: its, id })
    })
    if (!row) throw new Problem(404, 'unknown', `${its} ${id} is not known`)
    if (row.body === undefined) throw new Problem(410, 'deleted', `${its} ${id} was deleted`)
    return new Response(row.body, { headers: { 'content-type': 'application/json', etag: row.etag } })
  })
  return router
}

function answerOf({ answer: { status, id, etag, resolution }, given }: Outcome): Response {
  const headers = { etag, ...(given === 'before' && { 'idempotent-replayed': 'true' }) }
  return respond(status, status === 204 ? undefined : { id, etag, resolution }, headers)
}
