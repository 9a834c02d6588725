/** What an administrator may do: close classes, take copies, verify them, restore from them. */

import { createRoute, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { restoreCopy, restoreDatabase } from '../backup/restore.ts'
import { shelfOf } from '../backup/own.ts'
import { takeCopy } from '../backup/take.ts'
import { verifyCopy } from '../backup/verify.ts'
import { CLASSES, type RecordClass } from '../classes.ts'
import { Problem } from '../problem.ts'
import { isSecret, type Service } from '../service.ts'
import { json, jsonBody, newRouter, RecordClassSchema, refusals, type Env, type Router } from './router.ts'

const Classes = z.object({ classes: z.array(RecordClassSchema) })
const Closed = z.object({ closed: z.array(RecordClassSchema) })
const to = z.string().openapi({ description: 'The name of a place for backups' })
const Copy = z
  .object({ copy: z.string(), taken: z.string(), bytes: z.int(), classes: z.record(z.string(), z.int()) })
  .openapi('Copy')

const Sound = z.object({
  sound: z.boolean(),
  because: z.string(),
  damage: z.enum(['empty', 'inconsistent', 'unusable']).optional(),
})
const JobSchema = z.object({
  to,
  keep: z.int().min(1).optional(),
  without: z.array(RecordClassSchema).optional(),
  blobs: z.literal('of the copy before').optional(),
})

const scope = {
  classes: z.array(RecordClassSchema).min(1).optional(),
  users: z.array(z.string()).min(1).optional(),
}
const RestoreSchema = z.union([
  z.object({ to, copy: z.string(), ...scope }),
  z.object({
    database: z
      .string()
      .regex(/^[\w.-]{1,63}$/)
      .openapi({ description: 'Another one of the same server' }),
    ...scope,
  }),
])

const doors = (path: '/admin/close' | '/admin/open', summary: string) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { body: jsonBody(Classes) },
    responses: { 200: json('What is closed now', Closed) },
  })

const list = createRoute({
  method: 'get',
  path: '/admin/backups',
  summary: 'Copies, oldest first',
  request: { query: z.object({ to }) },
  responses: { 200: json('The copies', z.object({ copies: z.array(Copy) })), ...refusals({ 404: 'No such place' }) },
})

const take = createRoute({
  method: 'post',
  path: '/admin/backups',
  summary:
    'Take a copy while the service runs; `keep` deletes all but the newest copies afterwards, `without` leaves ' +
    'classes out, `blobs` takes only those of the copy before',
  request: { body: jsonBody(JobSchema) },
  responses: {
    201: json('The copy', Copy),
    ...refusals({ 404: 'No such place', 503: 'The store, or a blob, cannot be read' }),
  },
})

const verify = createRoute({
  method: 'post',
  path: '/admin/backups/{copy}/verify',
  summary: 'Read a copy and compare it with its manifest',
  request: { params: z.object({ copy: z.string() }), body: jsonBody(z.object({ to })) },
  responses: {
    200: json('Whether it is sound', Sound),
    ...refusals({ 404: 'No such copy' }),
  },
})

const restore = createRoute({
  method: 'post',
  path: '/admin/restore',
  summary: 'Bring classes, of all users or some, back from a copy or another database; all of them or nothing',
  request: { body: jsonBody(RestoreSchema) },
  responses: {
    200: json('Restored', z.object({ rows: z.int(), tombstones: z.int(), epoch: z.string() })),
    ...refusals({ 404: 'No such copy', 409: 'The copy is damaged; nothing was changed' }),
  },
})

export function adminRoutes(service: Service): Router {
  const router = newRouter()
  router.use('/admin/*', adminOnly(service))
  router.openapi(doors('/admin/close', 'Close classes to devices'), async (context) => {
    const { classes } = context.req.valid('json')
    return context.json({ closed: await turn(service, 'closed', (closed) => [...closed, ...classes]) }, 200)
  })
  router.openapi(doors('/admin/open', 'Open classes again'), async (context) => {
    const { classes } = context.req.valid('json')
    const left = (closed: readonly RecordClass[]) => closed.filter((each) => !classes.includes(each))
    return context.json({ closed: await turn(service, 'opened', left) }, 200)
  })
  router.openapi(list, async (context) => {
    const copies = await shelfOf(service, context.req.valid('query').to).list()
    return context.json({ copies: copies.map((copy) => ({ ...copy, classes: { ...copy.classes } })) }, 200)
  })
  router.openapi(take, async (context) => {
    const wish = context.req.valid('json')
    const copy = await takeCopy(service, shelfOf(service, wish.to), wish)
    return context.json({ ...copy, classes: { ...copy.classes } }, 201)
  })
  router.openapi(verify, async (context) => {
    const shelf = shelfOf(service, context.req.valid('json').to)
    return context.json(await verifyCopy(await shelf.pathOf(context.req.valid('param').copy), service.version), 200)
  })
  router.openapi(restore, async (context) => {
    const wish = context.req.valid('json')
    const restored =
      'database' in wish ? restoreDatabase(service, wish) : restoreCopy(service, shelfOf(service, wish.to), wish)
    return context.json(await restored, 200)
  })
  return router
}

function adminOnly({ adminToken }: Service): MiddlewareHandler<Env> {
  return async (context, next) => {
    if (!isSecret(context.req.header('x-admin-token'), adminToken)) {
      throw new Problem(401, 'admin', 'expected the administrator’s token in x-admin-token')
    }
    await next()
  }
}

async function turn(
  { store, log }: Service,
  message: 'closed' | 'opened',
  change: (closed: readonly RecordClass[]) => readonly RecordClass[],
): Promise<RecordClass[]> {
  const closed = await store.transact(async ({ state }) => {
    const wanted = change(await state.closed())
    const ordered = CLASSES.filter((each) => wanted.includes(each))
    await state.close(ordered)
    return ordered
  })
  log(message, { closed })
  return closed
}
