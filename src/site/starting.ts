/** How a version of a service starts, and how one knows that it has. */

import * as z from 'zod'
import { aNumber, anAddress, aPattern, aText, members, named, texts } from '../kernel/declared.ts'

/**
 * How one version starts: `command` on the embedded runtime, `image` in containers; either or both.
 * Paths in a command are those of `data`: the embedded runtime puts the real folders in their place. Relative ones are
 * looked up where the drill file stands; the command itself runs in a folder of the run, which goes with it, unless
 * `cwd` names another.
 */
export interface Run {
  readonly image?: string
  /** How the image is made, where it is ours to make: a folder with a Dockerfile. Without it, the image is pulled. */
  readonly build?: URL | Build
  readonly command?: readonly string[]
  /** The folder in which the command runs, from where the drill file stands; its relative paths are looked up there. */
  readonly cwd?: string
  /** Appended to the command, and to the entry point of the image. */
  readonly args?: readonly string[]
  /** In containers: where it listens. Left out, it is the one port that the image exposes. */
  readonly port?: number
}

/** The context of an image: everything that goes into it, and so into its name. */
export interface Build {
  /** A folder with a Dockerfile. */
  readonly context: URL
  /** Its path in the context; `Dockerfile` where it is left out. */
  readonly dockerfile?: string
  /** The stage of it that is wanted, where it is not the last. */
  readonly target?: string
  /** Values of its `ARG`s. */
  readonly args?: { readonly [name: string]: string }
  /** Files and folders from elsewhere, by their place in the context. */
  readonly with?: { readonly [path: string]: URL }
}

/**
 * A sign that a service is ready: a path that answers, with any status from 200 to 299 or with this one; a port that
 * accepts a connection; a line of its log; a command in it that exits with 0, as argv and never a shell; or the health
 * check of its own image (`HEALTHCHECK`), in containers only.
 */
export type Sign =
  | { readonly http: string; readonly status?: number }
  | { readonly tcp: true }
  | { readonly logs: RegExp }
  | { readonly command: readonly string[] }
  | { readonly health: true }

/** How a service says that it is ready: a sign, or all of several. */
export type Readiness = Sign | readonly [Sign, ...Sign[]]

export const signsOf = (ready: Readiness): readonly Sign[] => ('length' in ready ? ready : [ready])

/**
 * How it becomes known where a command listens. `'PORT'`: at the port that we chose, which it gets as `PORT` in its
 * environment and as `${PORT}` in its command. A pattern: it prints the port in its own words, as the first group.
 */
export type Listens = 'PORT' | RegExp

/** When it starts for the first time: with all others, or not before a step `start(service)`. */
export type Starts = 'with the drill' | 'by a step'

/**
 * What its supervisor does once it has ended: starts it again whatever its exit was, or after any exit but 0. It waits
 * 100 ms, then twice as long each time, and gives up after five starts in a row none of which lasted 10 s. A service
 * that a step stops, replaces or upgrades is left to that step.
 */
export type Restart = 'always' | 'on failure'

/** Stands for the port in a command, or in what `env` gives, of a service that listens at `'PORT'`. */
export const PORT = '${PORT}'

const context = members('a folder with a Dockerfile', {
  context: anAddress,
  dockerfile: aText.exactOptional(),
  target: aText.exactOptional(),
  args: named('texts by their names', aText).exactOptional(),
  with: named('folders by their places', anAddress).exactOptional(),
})

export const runShape = members('how a version starts: { command } or { image }', {
  image: aText.exactOptional(),
  build: z.union([anAddress, context], { error: 'a URL of a folder, or { context, args, with }' }).exactOptional(),
  command: texts.exactOptional(),
  cwd: aText.exactOptional(),
  args: texts.exactOptional(),
  port: aNumber.exactOptional(),
})

const isSaid = z.literal(true, { error: 'true' })

const KINDS = ['http', 'tcp', 'logs', 'command', 'health'] as const

/** One of the five; which one it is to be is told by what was written. */
const sign = members('{ http }, { tcp: true }, { logs }, { command } or { health: true }', {
  http: aText.exactOptional(),
  status: aNumber.exactOptional(),
  tcp: isSaid.exactOptional(),
  logs: aPattern.exactOptional(),
  command: texts.min(1, { error: 'a program and its arguments' }).exactOptional(),
  health: isSaid.exactOptional(),
})
  .refine((said) => KINDS.filter((kind) => said[kind] !== undefined).length === 1, {
    error: 'one of http, tcp, logs, command and health',
  })
  .refine(({ http, status }) => status === undefined || http !== undefined, { error: 'status beside http only' })

export const listensShape = z.union([z.literal('PORT'), aPattern], {
  error: "'PORT', or a regular expression with the port",
})

export const startsShape = z.enum(['with the drill', 'by a step'], { error: "'with the drill' or 'by a step'" })

export const restartShape = z.enum(['always', 'on failure'], { error: "'always' or 'on failure'" })

/** One sign, or a list of them: told by what was written. */
export const readyShape = (ready: unknown) =>
  Array.isArray(ready) ? z.array(sign).min(1, { error: 'at least one sign' }) : sign
