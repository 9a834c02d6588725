/** The same act on each of many, a few at a time. */

const AT_ONCE = 4

/** Results in the order of the list. Once one has failed, no other is begun; those that were are awaited. */
export async function inParallel<T, R>(list: readonly T[], act: (one: T) => Promise<R>, limit = AT_ONCE): Promise<R[]> {
  const results: R[] = []
  const queue = list.entries()
  let isBroken = false
  const work = async () => {
    try {
      for (const [place, one] of queue) {
        if (isBroken) return
        results[place] = await act(one)
      }
    } catch (thrown) {
      isBroken = true
      throw thrown
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limit, list.length) }, work))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return results
}
