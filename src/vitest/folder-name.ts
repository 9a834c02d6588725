/** An arm's name as a folder: readable, and safe on every file system. */

export function folderName(arm: string): string {
  return (
    arm
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'arm'
  )
}
