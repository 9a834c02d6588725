/** Where the drill file stands whose `site` is being asked: relative paths in it are looked up there. */

let folder: string | undefined

/** While `ask` runs, which awaits nothing. */
export function standingIn<T>(place: string, ask: () => T): T {
  const before = folder
  folder = place
  try {
    return ask()
  } finally {
    folder = before
  }
}

/** Undefined while no drill is asked. */
export const drillFolder = (): string | undefined => folder
