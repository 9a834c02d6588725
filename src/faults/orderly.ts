/** An injection that fails half-way leaves nothing behind: what was begun is taken back before the failure goes on. */

export async function orUndo<T>(act: () => Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    // What cannot be taken back either goes away with the run; the first reason is the one to tell.
    await undo().catch(() => undefined)
    throw thrown
  }
}
