/** The same act on each of many, a few at a time. */

const AT_ONCE = 4

/** Results in the order of the list. Once one has failed, so has the whole. */
export async function inParallel<T, R>(list: readonly T[], act: (one: T) => Promise<R>, limit = AT_ONCE): Promise<R[]> {
  const results: R[] = []
  const queue = list.entries()
  const work = async () => {
    for (const [place, one] of queue) results[place] = await act(one)
  }
  await Promise.all(Array.from({ length: Math.min(limit, list.length) }, work))
  return results
}
