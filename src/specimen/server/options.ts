/** What the service is started with: flags first, then environment, then defaults. A wrong flag is one clear error. */

import { parseArgs } from 'node:util'
import { defectOf, defectsInWords, type DefectId } from './defects.ts'
import { FORMATS, type Version } from './store/formats.ts'

/** A folder for a SQLite file and for photos, or the URL of a PostgreSQL database for both. */
export type StorePlace = { readonly folder: string } | { readonly url: string }

export interface Options {
  readonly store: StorePlace
  /** Which version of the service to be. */
  readonly version: Version
  /** Where backups go, by name. */
  readonly backups: ReadonlyMap<string, string>
  readonly host: string
  readonly port: number
  readonly adminToken: string
  readonly defects: ReadonlySet<DefectId>
}

export class WrongOption extends Error {
  override readonly name = 'WrongOption'
}

export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parse(args)
  return {
    store: placeOf(values, environment['DATABASE_URL']),
    version: versionOf(values['run-as']),
    backups: new Map([...(values.backups ?? []), ...positionals].map(namedFolder)),
    host: values.host,
    port: portOf(values.port ?? environment['PORT'] ?? '0'),
    adminToken: values['admin-token'] ?? environment['ADMIN_TOKEN'] ?? 'admin',
    defects: new Set(values.defects.split(',').filter(Boolean).map(knownDefect)),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        store: { type: 'string' },
        'run-as': { type: 'string', default: 'v1' },
        backups: { type: 'string', multiple: true },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string' },
        'admin-token': { type: 'string' },
        defects: { type: 'string', default: '' },
      },
    })
  } catch (thrown) {
    throw new WrongOption(thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** A flag goes before the environment, which may speak of a database that is not meant. */
function placeOf(flags: { readonly store?: string; readonly data?: string }, elsewhere = ''): StorePlace {
  const folder = flags.data ?? ''
  const url = flags.store ?? (folder === '' ? elsewhere : '')
  if (url === '' && folder === '') throw new WrongOption('--data: expected a folder, got nothing')
  if (url === '') return { folder }
  // Not the text itself: there is a password in it.
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new WrongOption('--store: expected postgres://USER:PASSWORD@HOST:PORT/DATABASE, got something else')
  return { url }
}

function versionOf(text: string): Version {
  if (text in FORMATS) return text as Version
  throw new WrongOption(`--run-as: expected ${Object.keys(FORMATS).join(' or ')}, got '${text}'`)
}

function namedFolder(text: string): readonly [string, string] {
  const [, name, folder] = /^([\w-]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || folder === undefined) throw new WrongOption(`--backups: expected NAME=DIR, got '${text}'`)
  return [name, folder]
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new WrongOption(`--port: expected 0 to 65535, got '${text}'`)
}

function knownDefect(text: string): DefectId {
  const defect = defectOf(text)
  if (!defect) throw new WrongOption(`--defects: expected some of ${defectsInWords()}, got '${text}'`)
  return defect
}
