/** How a container ends, as its engine tells. */

import type Docker from 'dockerode'
import { Failure, reasonOf, until } from '../../kernel/index.ts'
import { exitInWords, exitOf, lastWords, type End } from '../end.ts'
import type { Starting } from '../readiness.ts'

export function statusOf(thrown: unknown): number | undefined {
  return (thrown as { readonly statusCode?: number } | undefined)?.statusCode
}

/** Asked before it starts; resolves once it has ended. */
export async function endOf(docker: Docker.Container): Promise<Omit<End, 'tail'>> {
  try {
    const { StatusCode } = (await docker.wait({ condition: 'next-exit' })) as { readonly StatusCode: number }
    const isOutOfMemory = await docker.inspect().then(
      ({ State }) => State.OOMKilled,
      () => false,
    )
    const exit = exitOf(StatusCode, isOutOfMemory)
    return { words: exitInWords(exit), exit }
  } catch (thrown) {
    return { words: `the engine lost it: ${reasonOf(thrown)}` }
  }
}

/**
 * Resolves once a service that does its work once has ended well. Throws an environment `Failure` with the end of its
 * log where it ends otherwise, or not in time.
 */
export async function untilCompleted(job: Pick<Starting, 'name' | 'withinMs' | 'exit' | 'tail'>): Promise<void> {
  const { name, withinMs: atMostMs, exit, tail } = job
  try {
    await until(() => exit() !== undefined, { what: `service '${name}' to do its work and end`, atMostMs })
  } catch (thrown) {
    throw new Failure('environment', `${reasonOf(thrown)}${lastWords(tail())}`, { cause: thrown })
  }
  if (exit() === exitInWords({ code: 0 })) return
  throw new Failure('environment', `service '${name}' ended otherwise than well (${exit()})${lastWords(tail())}`)
}
