/** Photo bytes: uploaded before the photo is recorded, streamed both ways, named by their digest. */

import { createRoute, z } from '@hono/zod-openapi'
import { Problem } from '../problem.ts'
import { refuseClosed, type Caller, type Service } from '../service.ts'
import { newRouter, plain, refusals, respond, type Router } from './router.ts'

const params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const path = '/v1/blobs/{sha256}'

const put = createRoute({
  method: 'put',
  path,
  summary: 'Upload bytes; answered once they are on the disk',
  request: { params },
  responses: {
    200: plain('Was here; written again'),
    201: plain('Stored'),
    ...refusals({ 413: 'More than 8 MiB', 422: 'The bytes have another digest', 503: 'Photos are closed' }),
  },
})

const get = createRoute({
  method: 'get',
  path,
  summary: 'Download bytes; whoever knows the digest may have them',
  request: { params },
  responses: { 200: plain('The bytes'), ...refusals({ 404: 'Not here', 503: 'Photos are closed' }) },
})

export function blobRoutes({ store, blobs }: Service): Router {
  const router = newRouter()
  const refusePhotos = (caller: Caller) => store.read((transaction) => refuseClosed(transaction, caller, 'photos'))

  router.openapi(put, async (context) => {
    const { sha256 } = context.req.valid('param')
    await refusePhotos(context.var.caller)
    const outcome = await blobs.put(sha256, context.req.raw.body ?? new Blob([]).stream())
    switch (outcome) {
      case 'other digest':
        throw new Problem(422, 'blob', `the bytes that arrived do not have the digest ${sha256}`)
      case 'known':
        return respond(200, { sha256 })
      case 'new':
        return respond(201, { sha256 })
    }
  })

  router.openapi(get, async (context) => {
    const { sha256 } = context.req.valid('param')
    await refusePhotos(context.var.caller)
    const blob = await blobs.get(sha256)
    if (!blob) throw new Problem(404, 'blob', `blob ${sha256} is not here`)
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(blob.bytes) }
    return new Response(blob.stream, { headers })
  })
  return router
}
