/** Paths that a command knows from its container, where there is none: the real folders take their place. */

import type { Folder } from '../folder.ts'

/** `/data/x`, where `/data` is mounted: the real folder. `name=/data` as well. */
export function realPath(word: string, folders: ReadonlyMap<string, Folder>): string {
  for (const [path, folder] of folders) {
    const [key, value] = /^([\w.-]+)=(.*)$/s.exec(word)?.slice(1) ?? ['', word]
    if (value === path || value?.startsWith(`${path}/`)) {
      return `${key ? `${key}=` : ''}${folder.path}${value.slice(path.length)}`
    }
  }
  return word
}
