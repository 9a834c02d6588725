/** What a copy of a folder says of itself. It lies beside the files, and may be as damaged as they are. */

import { z } from 'zod'

/** Never a path that leads out of the folder that is restored. */
const Path = z.string().refine((path) => path !== '' && !path.split('/').includes('..') && !path.startsWith('/'))

const File = z.strictObject({ path: Path, bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
const Manifest = z.strictObject({ taken: z.iso.datetime(), files: z.array(File) })

export type ManifestFile = Readonly<z.infer<typeof File>>
export interface Manifest {
  readonly taken: string
  readonly files: readonly ManifestFile[]
}

/** Throws where the text is no manifest. */
export function manifestOf(text: Uint8Array): Manifest {
  return Manifest.parse(JSON.parse(Buffer.from(text).toString()))
}
