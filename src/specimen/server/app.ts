/** The HTTP application: routes in order, the OpenAPI document made from them, and how errors are answered. */

import { HTTPException } from 'hono/http-exception'
import { Problem, toResponse } from './problem.ts'
import { accountRoutes, bearer } from './routes/accounts.ts'
import { adminRoutes } from './routes/admin.ts'
import { batchRoutes } from './routes/batch.ts'
import { blobRoutes } from './routes/blobs.ts'
import { changeRoutes } from './routes/changes.ts'
import { healthRoutes } from './routes/health.ts'
import { limitBodies } from './routes/limits.ts'
import { recordRoutes } from './routes/records.ts'
import { newRouter, type Router } from './routes/router.ts'
import type { Service } from './service.ts'
import { StoreUnreadable } from './store/store.ts'

export function newApp(service: Service): Router {
  const app = newRouter()
  app.onError((error, context) => {
    const problem = problemOf(error)
    const { method, path } = context.req
    if (problem.status >= 500 && problem.type !== 'closed') {
      service.log('request failed', { method, path, status: problem.status, because: error.message })
    }
    return toResponse(problem)
  })
  app.notFound((context) =>
    toResponse(new Problem(404, 'unknown', `no route ${context.req.method} ${context.req.path}`)),
  )
  app.use(limitBodies)
  app.route('/', healthRoutes(service))
  app.route('/', adminRoutes(service))
  app.route('/', accountRoutes(service))
  // Whatever is registered from here on needs a token.
  app.use('/v1/*', bearer(service))
  app.route('/', recordRoutes(service))
  app.route('/', batchRoutes(service))
  app.route('/', blobRoutes(service))
  app.route('/', changeRoutes(service))
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Specimen sync service', version: service.version } })
  return app
}

/** A store that cannot be read is unavailable; it never looks like one that is empty. */
function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error
  // Errors of the operating system come from the folders of blobs and copies.
  if (error instanceof StoreUnreadable || 'syscall' in error) return new Problem(503, 'store', error.message)
  if (error instanceof HTTPException) return new Problem(error.status, 'body', error.message)
  return new Problem(500, 'store', error.message)
}
