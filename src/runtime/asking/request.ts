/**
 * The question as one HTTP request: POST, and the reply in the answer; or `202 Accepted` with a `Location`, which is
 * then asked, after as many seconds as `Retry-After` says, until it has the reply.
 */

import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { Question, Reply } from './ask.ts'
import type { Way } from './way.ts'

const DEFAULT_SECONDS = 2
const LONGEST_SECONDS = 60
const LONGEST_REPLY = 100_000

const Replied = z.object({
  reply: z.enum(['done', 'declined']),
  words: z.string().default(''),
  by: z.string().exactOptional(),
})

type Asked = Omit<Extract<Way, { readonly url: URL }>, 'through'>

/** Throws where the other side cannot be reached, or answers something else; and when `signal` aborts. */
export async function askByRequest(
  question: Question,
  way: Extract<Way, { readonly url: URL }>,
  signal: AbortSignal,
): Promise<Reply> {
  const { reply, words, by = way.url.host } = replyIn(await answerTo(question, way, signal), way.url)
  return { reply, words, by, through: way.through }
}

/** The text of the answer, at once or from where it points. Throws as `askByRequest` does. */
export async function answerTo(question: object, { url, token }: Asked, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  const body = JSON.stringify(question)
  const sent = { ...headers, 'content-type': 'application/json' }
  let place = url
  let response = await fetch(place, { method: 'POST', headers: sent, body, signal, redirect: 'error' })
  while (response.status === 202) {
    const location = response.headers.get('location')
    await response.body?.cancel()
    if (location === null) throw new Error(`${place.origin} answered 202 without a Location to ask again`)
    const next = new URL(location, place)
    // The token is for whoever was named on the command line.
    if (next.origin !== url.origin) throw new Error(`${place.origin} answered with a Location at ${next.origin}`)
    place = next
    await pause(secondsIn(response.headers.get('retry-after')) * 1_000, undefined, { signal })
    response = await fetch(place, { headers, signal, redirect: 'error' })
  }
  const text = await textOf(response)
  if (!response.ok) throw new Error(`${place.origin} answered ${response.status}: ${text.slice(0, 200)}`)
  return text
}

function secondsIn(text: string | null): number {
  const seconds = text === null || text.trim() === '' ? NaN : Number(text)
  return Number.isFinite(seconds) ? Math.min(LONGEST_SECONDS, Math.max(0, seconds)) : DEFAULT_SECONDS
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (text.length > LONGEST_REPLY) throw new Error(`its answer is longer than ${LONGEST_REPLY} characters`)
  }
  return text
}

function replyIn(text: string, { origin }: URL): z.infer<typeof Replied> {
  const expected = '{ "reply": "done" or "declined", "words": ..., "by": ... }'
  try {
    return Replied.parse(JSON.parse(text))
  } catch {
    throw new Error(`${origin}: expected ${expected}, got ${JSON.stringify(text.slice(0, 100))}`)
  }
}
