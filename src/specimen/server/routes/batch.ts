/** Several changes in one request. Each is a transaction of its own: one that is refused does not stop the others. */

import { createRoute, z } from '@hono/zod-openapi'
import { Problem } from '../problem.ts'
import { carryOutOnce } from '../records/once.ts'
import type { Change } from '../records/change.ts'
import type { Service } from '../service.ts'
import { json, jsonBody, newRouter, RecordClassSchema, refusals, type Router } from './router.ts'

const shared = { class: RecordClassSchema, key: z.string().min(1).max(200).optional() }
const target = { id: z.string().min(1).max(200), ifMatch: z.string().optional() }
/** The JSON text, in a string, so that it is kept byte for byte. */
const body = z.string().describe('The JSON text of the record')

const Operation = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('POST'), ...shared, body }),
  z.strictObject({ method: z.literal('PUT'), ...shared, ...target, ifNoneMatch: z.literal('*').optional(), body }),
  z.strictObject({ method: z.literal('DELETE'), ...shared, ...target, acceptTombstone: z.literal(true).optional() }),
])

const Result = z.object({
  status: z.int(),
  id: z.string().optional(),
  etag: z.string().optional(),
  resolution: z.string().optional(),
  type: z.string().optional(),
  detail: z.string().optional(),
})

const OPERATIONS_MAX = 500

const batch = createRoute({
  method: 'post',
  path: '/v1/batch',
  summary: 'Carry out several changes, each by itself and in this order',
  request: { body: jsonBody(z.object({ operations: z.array(Operation).max(OPERATIONS_MAX) })) },
  responses: {
    200: json('One result for each operation', z.object({ results: z.array(Result) })),
    ...refusals({ 400: 'An operation is malformed; none was carried out' }),
  },
})

export function batchRoutes(service: Service): Router {
  const router = newRouter()
  router.openapi(batch, async (context) => {
    const results: z.infer<typeof Result>[] = []
    for (const { key, ...operation } of context.req.valid('json').operations) {
      try {
        const { answer } = await carryOutOnce(service, context.var.caller, changeOf(operation), key)
        results.push(answer)
      } catch (thrown) {
        // What is no refusal concerns the service, not this operation, and answers the whole request.
        if (!(thrown instanceof Problem)) throw thrown
        results.push({ status: thrown.status, type: thrown.type, detail: thrown.message })
      }
    }
    return context.json({ results }, 200)
  })
  return router
}

/** The same shape as a single request gives, so that a key means the same change in both. */
function changeOf(operation: Omit<z.infer<typeof Operation>, 'key'> & z.infer<typeof Operation>): Change {
  switch (operation.method) {
    case 'POST':
      return { method: 'POST', class: operation.class, body: operation.body }
    case 'PUT': {
      const { class: its, id, ifMatch, ifNoneMatch, body: text } = operation
      return { method: 'PUT', class: its, id, ifMatch, offer: ifNoneMatch && true, body: text }
    }
    case 'DELETE': {
      const { class: its, id, ifMatch, acceptTombstone } = operation
      return { method: 'DELETE', class: its, id, ifMatch, acceptTombstone }
    }
  }
}
