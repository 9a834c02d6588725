/** An edit as it is made on a device: its version, its content, its entry in the ledger, and what is to be sent. */

import type { Intent } from '../ledger/index.ts'
import {
  blobNameOf,
  bytesOf,
  encode,
  shownFields,
  hostileValueOf,
  tokenOf,
  valueOf,
  type Fields,
  type Token,
  type VersionVector,
} from '../records/index.ts'
import type { Dot } from './dots.ts'
import type { Pending } from './outbox.ts'
import type { Held } from './store.ts'
import type { World } from './world.ts'

export type PlannedEdit = Omit<Intent, 'afterMs' | 'step'>

export interface EditOptions {
  readonly values: 'realistic' | 'hostile'
  readonly fresh?: true
}

export interface MadeEdit {
  readonly pending: Pending
  /** What the device shows from now on; undefined for a delete. */
  readonly held: Held | undefined
  readonly saw: VersionVector
}

interface Editor {
  readonly name: string
  readonly account: string
  /** Its clock is drill time plus this. */
  readonly skewMs: number
}

/** `shown` is the version that the person was looking at, which the edit builds on. */
export function makeEdit(
  world: World,
  editor: Editor,
  { counter, saw }: Dot,
  intent: PlannedEdit,
  shown: Held | undefined,
  options: EditOptions,
): MadeEdit {
  const { op, collection, record } = intent
  const token = tokenOf(editor.name, counter)
  const basedOn = shown?.entry.version === undefined ? [] : [shown.entry.version]
  const { name: device, account } = editor
  const fresh = options.fresh && { fresh: true as const }
  const edit = { is: 'edit', op, device, account, collection, record, version: token, saw, basedOn } as const
  const id = shown?.id ?? record
  const sent = { op, collection, record, token, saw, before: shown, id, basedOn: shown?.tag }
  if (intent.change === 'delete') {
    world.book.enter(token, op, { record, collection, saw, fields: {} })
    world.ledger.append({ ...edit, ...fresh, change: 'delete' })
    const entry = { collection, id, record, version: token, deleted: true } as const
    return { held: undefined, saw, pending: { ...sent, as: 'change', body: undefined, entry } }
  }
  const { body, blob } = contentOf(world, editor, intent, token, shown, options.values)
  const entry = world.entryOf({ id, collection, body, ...(blob && { blob }) })
  const { hash = '', fields = {}, score } = entry
  world.book.enter(token, op, { record, collection, saw, fields, hash })
  const bytes = body.length + (blob?.length ?? 0)
  world.ledger.append({
    ...edit,
    ...fresh,
    change: 'put',
    bytes,
    hash,
    fields,
    ...(score !== undefined && { score }),
  })
  const held: Held = { id, collection, body, tag: shown?.tag, entry, saw }
  return { held, saw, pending: { ...sent, as: shown ? 'change' : 'new', body, entry } }
}

/** A new value, or the shown one with a field or two changed; the bytes of a photo with it. */
function contentOf(
  world: World,
  { skewMs }: Editor,
  { op, collection, record }: PlannedEdit,
  token: Token,
  shown: Held | undefined,
  values: EditOptions['values'],
): { readonly body: string; readonly blob: Uint8Array | undefined } {
  const own = world.collectionOf(collection)
  const random = world.random.fork(`value/${op}`)
  const previous: Fields | undefined = shown && shownFields(shown.body)
  const unique = random.seed().toString(36)
  const made = (values === 'hostile' ? hostileValueOf : valueOf)(own, random, unique, previous)
  const named = blobNameOf(made.fields)
  if (made.blob && named) world.book.keepBlob(named.sha256, made.blob)
  const time = new Date(Date.UTC(2009, 9, 1) + world.clock.ms + skewMs).toISOString()
  // Where fields are merged one by one, a time that every edit changes would be in everybody's way.
  const modified = own.modifiedIn !== undefined && own.policy !== 'merge' && { [own.modifiedIn]: time }
  const fields = { ...made.fields, ...modified }
  const body = encode({ record, version: token, fields })
  return { body, blob: made.blob ? bytesOf(made.blob) : world.book.bytesFor(body) }
}
