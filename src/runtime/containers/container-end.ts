/** How a container ends, as its engine tells. */

import type Docker from 'dockerode'
import { reasonOf } from '../../kernel/index.ts'
import { exitInWords, exitOf, type End } from '../end.ts'

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
