/** What all routes share: their type, how a refused request is answered, and how they are described. */

import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { CLASSES } from '../classes.ts'
import { Problem, type ProblemType } from '../problem.ts'
import type { Caller } from '../service.ts'

export interface Env {
  Variables: { caller: Caller }
}

export type Router = OpenAPIHono<Env>

export function newRouter(): Router {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return
      const type: ProblemType = result.target === 'json' ? 'body' : 'query'
      throw new Problem(400, type, z.prettifyError(result.error).replaceAll(/\s*\n\s*/g, ' '))
    },
  })
}

export const RecordClassSchema = z.enum(CLASSES).openapi('RecordClass')

const ProblemSchema = z.object({ type: z.string(), status: z.int(), detail: z.string() }).openapi('Problem')

/** Descriptions of refusals, as problem+json. */
export function refusals(why: Readonly<Record<number, string>>) {
  const content = { 'application/problem+json': { schema: ProblemSchema } }
  return Object.fromEntries(Object.entries(why).map(([status, description]) => [status, { description, content }]))
}

/** A success without a described body; that one exists lets a route answer with any response. */
export function plain(description: string) {
  return { description }
}

export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } }
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** The text exactly as it was sent: decoding it as JSON and writing it again would not give the same bytes. */
export async function textOf(context: Context): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await context.req.arrayBuffer())
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown
    throw new Problem(400, 'body', 'expected UTF-8')
  }
}

/** For a response whose status is only known when it is made. */
export function respond(
  status: number,
  body: object | undefined,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (body === undefined) return new Response(null, { status, headers })
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
}
