/** `syncdrill show`: records of a saved run, from its ledgers: what something is wrong with, or what is named. */

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ledgerOf } from '../../conductor/order.ts'
import { Fold } from '../../history/index.ts'
import { FATES, FLAGS, livesOf, type RecordLife } from '../../judge/index.ts'
import { counted, didYouMean, EXIT, Failure, printable } from '../../kernel/index.ts'
import { readLedger } from '../../ledger/index.ts'
import { isWrong, painter, RecordEvents, recordLines, terminalOf } from '../../report/index.ts'
import { findRun, readRun } from '../saved-runs.ts'

export interface ShowFlags {
  readonly run?: string
  readonly reports: string
  readonly arm?: string
  readonly fate?: string
  readonly collection?: string
  readonly account?: string
  readonly device?: string
  readonly act?: string
  /** Those that are well, too. */
  readonly all?: true
  readonly json?: true
}

interface ArmOf {
  readonly arm: string
  readonly ledger: string
}

export async function show(records: readonly string[], flags: ShowFlags): Promise<number> {
  const folder = await findRun(flags.run, flags.reports)
  const arms = await armsOf(folder, flags.arm)
  const wanted = new Set(records)
  const met = new Set<string>()
  const known: Known = { fates: [...FATES, ...FLAGS], collections: new Set(), accounts: new Set(), devices: new Set() }
  const said: string[] = []
  let shown = 0
  for (const { arm, ledger } of arms) {
    const fold = new Fold()
    const events = new RecordEvents(fold, wanted)
    for (const entry of readLedger(ledger)) fold.take(entry)
    const all = [...livesOf(fold.history)]
    for (const one of all) learn(known, met, one)
    const chosen = all.filter((one) => isChosen(one, wanted, flags))
    shown += chosen.length
    if (flags.json) said.push(...chosen.map((life) => JSON.stringify({ arm, ...life })))
    else said.push(...linesOf(arm, chosen, { of: all.length, events: wanted.size > 0 ? events : undefined }))
  }
  refuseUnknown(records, met)
  if (shown === 0) refuseUnknownFilters(flags, known)
  process.stdout.write(said.map((line) => `${line}\n`).join(''))
  return EXIT.pass
}

async function armsOf(folder: string, only: string | undefined): Promise<readonly ArmOf[]> {
  const { arms } = await readRun(folder)
  const names = arms.map(({ arm }) => arm)
  if (only !== undefined && !names.includes(only)) {
    const expected = `expected an arm of ${folder}${didYouMean(only, names)}; there are:`
    throw new Failure('usage', `arm '${only}': ${expected}`, { choices: names })
  }
  const found: ArmOf[] = []
  for (const one of arms) {
    if (only !== undefined && one.arm !== only) continue
    const ledger = ledgerOf(join(folder, one.folder))
    const isThere = await stat(ledger).then(
      () => true,
      () => false,
    )
    if (isThere) found.push({ arm: one.arm, ledger })
  }
  if (found.length === 0) throw new Failure('usage', `${folder}: expected the ledger of an arm, found none`)
  return found
}

function isChosen(life: RecordLife, wanted: ReadonlySet<string>, flags: ShowFlags): boolean {
  if (wanted.size > 0) return wanted.has(life.record)
  const { fate, collection, account, device, act } = flags
  if (fate !== undefined && life.fate !== fate && !life.flags.some((flag) => flag === fate)) return false
  if (collection !== undefined && life.collection !== collection) return false
  if (account !== undefined && life.account !== account) return false
  if (device !== undefined && !life.writtenBy.includes(device)) return false
  if (act !== undefined && life.acknowledgedIn !== act) return false
  return flags.all === true || fate !== undefined || isWrong(life)
}

interface Telling {
  readonly of: number
  readonly events: RecordEvents | undefined
}

function linesOf(arm: string, chosen: readonly RecordLife[], { of, events }: Telling): readonly string[] {
  const terminal = terminalOf(process.stdout)
  const paint = painter(terminal)
  return [
    paint('bold', `${printable(arm)}: ${chosen.length} of ${counted(of, 'record')}`),
    ...chosen.flatMap((life) => [
      ...recordLines(life, terminal),
      ...(events?.lines(life.record, terminal) ?? []).map((line) => paint('dim', line)),
    ]),
  ]
}

interface Known {
  readonly fates: readonly string[]
  readonly collections: Set<string>
  readonly accounts: Set<string>
  readonly devices: Set<string>
}

function learn({ collections, accounts, devices }: Known, met: Set<string>, life: RecordLife): void {
  met.add(life.record)
  collections.add(life.collection)
  accounts.add(life.account)
  for (const device of life.writtenBy) devices.add(device)
}

function refuseUnknown(records: readonly string[], met: ReadonlySet<string>): void {
  const missing = records.find((record) => !met.has(record))
  if (missing === undefined) return
  const meant = didYouMean(missing, [...met])
  throw new Failure('usage', `record '${missing}': expected one of the run's ${met.size}${meant}; --all lists them`)
}

/** A filter that nothing passes may be a slip of the fingers. */
function refuseUnknownFilters(flags: ShowFlags, { fates, collections, accounts, devices }: Known): void {
  const acts = ['before', 'disaster', 'recovery']
  const filters = { fate: fates, collection: [...collections], account: [...accounts], device: [...devices], act: acts }
  for (const [name, values] of Object.entries(filters)) {
    const asked = flags[name as keyof typeof filters]
    if (asked === undefined || values.includes(asked)) continue
    throw new Failure('usage', `--${name} '${asked}': expected one of these${didYouMean(asked, values)}:`, {
      choices: values,
    })
  }
}
