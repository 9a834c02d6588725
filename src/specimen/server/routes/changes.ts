/** How devices learn what there is: the feed of changes, and the export of an account. */

import { createRoute, z } from '@hono/zod-openapi'
import { CLASSES } from '../classes.ts'
import { pageOf } from '../feed/page.ts'
import { closedFor, type Service } from '../service.ts'
import type { NewRow } from '../store/store.ts'
import { json, newRouter, RecordClassSchema, refusals, type Router } from './router.ts'

const ROWS_MAX = 1_000

const Row = z
  .object({
    class: RecordClassSchema,
    id: z.string(),
    etag: z.string(),
    body: z.string().optional().openapi({ description: 'The JSON text' }),
    deleted: z.literal(true).optional(),
  })
  .openapi('Row')

const changes = createRoute({
  method: 'get',
  path: '/v1/changes',
  summary: 'What changed since a cursor; without a cursor that can be honoured, all live rows',
  request: {
    query: z.object({
      since: z.string().max(2_000).optional(),
      limit: z.coerce.number().int().min(1).max(ROWS_MAX).default(500),
    }),
  },
  responses: {
    200: json(
      'A page; with `more`, go on with its cursor',
      z.object({
        kind: z.enum(['full', 'delta']),
        rows: z.array(Row),
        cursor: z.string(),
        more: z.boolean(),
        closed: z.array(RecordClassSchema),
      }),
    ),
    ...refusals({ 503: 'The store cannot be read' }),
  },
})

const exported = createRoute({
  method: 'get',
  path: '/v1/export',
  summary: 'All live rows of the account',
  responses: {
    200: json('The rows', z.object({ rows: z.array(Row), closed: z.array(RecordClassSchema) })),
    ...refusals({ 503: 'The store cannot be read' }),
  },
})

export function changeRoutes({ store }: Service): Router {
  const router = newRouter()
  router.openapi(changes, async (context) => {
    const wanted = context.req.valid('query')
    const page = await store.read((transaction) => pageOf(transaction, context.var.caller, wanted))
    return context.json({ ...page, closed: [...page.closed], rows: page.rows.map(shown) }, 200)
  })
  router.openapi(exported, async (context) => {
    const { caller } = context.var
    const answer = await store.read(async (transaction) => {
      const closed = await closedFor(transaction, caller)
      const classes = CLASSES.filter((each) => !closed.includes(each))
      if (classes.length === 0) return { rows: [], closed: [...closed] }
      const { rows } = await transaction.parts.read({ classes, users: [caller.user] })
      return { rows: rows.filter(({ body }) => body !== undefined).map(shown), closed: [...closed] }
    })
    return context.json(answer, 200)
  })
  return router
}

function shown({ class: its, id, etag, body }: NewRow): z.infer<typeof Row> {
  return body === undefined ? { class: its, id, etag, deleted: true } : { class: its, id, etag, body }
}
