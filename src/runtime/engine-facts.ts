/** What a Docker engine says of itself, for people who ask what can run here. */

import { engineHere } from './choose.ts'

export interface EngineFacts {
  /** `Docker Engine 20.10.24 at /var/run/docker.sock`. */
  readonly words: string
  readonly apiVersion: string
  readonly cgroup: string
}

/** Throws a `Failure` with the reason where none answers, or where the one that does may not be worked on. */
export async function engineFacts(): Promise<EngineFacts> {
  const { docker, words } = await engineHere()
  const { ApiVersion: apiVersion } = await docker.version()
  const { CgroupVersion: cgroup = '1' } = (await docker.info()) as { readonly CgroupVersion?: string }
  return { words, apiVersion, cgroup }
}
