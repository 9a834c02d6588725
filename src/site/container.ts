/** What a compose file says of a service that no declaration of ours has words for; in containers only. */

/** A file that is put into the container before it starts. */
export interface PutFile {
  readonly path: string
  readonly content: Uint8Array
  readonly mode: number
}

/** How its container is made, beyond image, arguments, environment and volumes. */
export interface Made {
  readonly entrypoint?: readonly string[]
  /** Names by which its neighbours find it, besides its own. */
  readonly aliases: readonly string[]
  readonly files: readonly PutFile[]
  /** It does its work once, before others start: it is ready when it has ended with exit code 0. */
  readonly completes: boolean
  /** Members of a container, and of its `HostConfig`, as the engine's API calls them. */
  readonly config: { readonly [member: string]: unknown }
  readonly host: { readonly [member: string]: unknown }
}

/** What must have happened before it starts. */
export type Awaited = 'started' | 'healthy' | 'completed'

/** Where a service comes from, for people. */
export interface Origin {
  readonly image: string
  /** Of what it starts after. */
  readonly after: { readonly [service: string]: Awaited }
}

/** The file behind a site. */
export interface Composed {
  readonly file: string
  /** Of all that it means, wherever the project stands. */
  readonly digest: string
  /** What changes nothing for a drill and was left out: `services.web.labels`. */
  readonly ignored: readonly string[]
}
