/** What a plan must look like in the file. */

import * as z from 'zod'
import type { PlannedStep } from './entries.ts'

const text = z.string()
const maybe = z.string().exactOptional()
const texts = z.array(text)
const map = z.record(text, text)
const flag = z.literal(true).exactOptional()
const collections = texts
const plain = z.json()

export const workAct = z.enum(['before', 'disaster', 'recovery'])
const act = z.enum(['given', ...workAct.options])

export const plannedStep: z.ZodType<PlannedStep> = z.lazy(() =>
  z.object({
    id: text,
    act,
    name: text,
    injury: maybe,
    label: text,
    branch: z.enum(['go', 'stop']).exactOptional(),
    takes: flag,
    sideEffects: z.array(z.object({ promise: text, findings: texts })).exactOptional(),
    steps: z.array(plannedStep).exactOptional(),
  }),
)

const named = z.object({ name: text, domains: texts })
export const plan = z.object({
  services: z.array(
    named.extend({ versions: texts, start: text, data: map, image: text.exactOptional(), after: map.exactOptional() }),
  ),
  external: z.array(z.object({ name: text, url: maybe })).exactOptional(),
  composed: z.object({ file: text, digest: text, ignored: texts }).exactOptional(),
  volumes: z.array(named),
  domains: z.array(z.object({ name: text, kind: text })),
  links: texts,
  clients: z.array(z.object({ name: text, service: text, carries: collections })),
  backups: z.array(
    z.object({ name: text, of: text, to: text, every: z.number().exactOptional(), settings: plain.exactOptional() }),
  ),
  devices: z.array(z.object({ name: text, group: text, account: text, memory: z.enum(['volatile', 'durable']) })),
  accounts: texts,
  steps: z.array(plannedStep),
  limits: z
    .object({
      ready: z.record(text, z.number()),
      answer: z.number(),
      quiesce: z.number(),
      step: z.number(),
      arm: z.number(),
    })
    .exactOptional(),
})
