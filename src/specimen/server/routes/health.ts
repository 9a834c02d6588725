/** What operators ask: is it well, what is it, how much is there. */

import { createRoute, z } from '@hono/zod-openapi'
import { CLASSES } from '../classes.ts'
import type { Service } from '../service.ts'
import { json, newRouter, RecordClassSchema, refusals, type Router } from './router.ts'

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the store can be read, by reading it',
  responses: {
    200: json('Well', z.object({ status: z.literal('ok') })),
    ...refusals({ 503: 'The store cannot be read' }),
  },
})

const version = createRoute({
  method: 'get',
  path: '/version',
  summary: 'The version of the service',
  responses: { 200: json('The version', z.object({ version: z.enum(['v1', 'v2']) })) },
})

const status = createRoute({
  method: 'get',
  path: '/status',
  summary: 'Epoch, closed classes, live rows of each class, last number of the order of commits',
  responses: {
    200: json(
      'The status',
      z.object({
        epoch: z.string(),
        sequence: z.int(),
        closed: z.array(RecordClassSchema),
        classes: z.record(z.enum(CLASSES), z.int()),
      }),
    ),
    ...refusals({ 503: 'The store cannot be read' }),
  },
})

export function healthRoutes({ store, version: running }: Service): Router {
  const router = newRouter()
  router.openapi(health, async (context) => {
    await store.probe()
    return context.json({ status: 'ok' as const }, 200)
  })
  router.openapi(version, (context) => context.json({ version: running }, 200))
  router.openapi(status, async (context) => {
    const answer = await store.read(async ({ state, records }) => ({
      epoch: await state.epoch(),
      sequence: await state.sequence(),
      closed: [...(await state.closed())],
      classes: await records.liveCounts(),
    }))
    return context.json(answer, 200)
  })
  return router
}
